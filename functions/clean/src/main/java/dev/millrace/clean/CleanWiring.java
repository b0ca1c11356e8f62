package dev.millrace.clean;

import dev.millrace.document.DocumentRules;
import dev.millrace.document.Models;
import dev.millrace.document.RawTopic;
import dev.millrace.runtime.Settings;
import dev.millrace.runtime.Tracing;
import dev.millrace.store.Accounting;
import dev.millrace.store.Database;
import dev.millrace.store.DeadLetters;
import dev.millrace.store.DocumentStore;
import dev.millrace.store.Topics;
import dev.millrace.text.TextCleaner;
import dev.millrace.topic.LateClient;
import dev.millrace.topic.RawTopicCheck;
import dev.millrace.topic.TopicWatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts clean together. */
@Factory
final class CleanWiring {
    @Singleton
    CleanSettings settings(Settings settings) {
        return CleanSettings.of(settings);
    }

    @Singleton
    @Bean(preDestroy = "close")
    @Named("clean")
    Database database(CleanSettings settings, MeterRegistry registry) {
        return Database.open(settings.database(), registry);
    }

    @Context
    @Bean(preDestroy = "close")
    @Named("clean")
    TopicWatch topicWatch(CleanSettings settings) {
        Map<String, Object> admin = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.kafka());
        return new TopicWatch("clean", new RawTopicCheck(admin, settings.replication()), settings.checkInterval());
    }

    @Singleton
    Cleaner cleaner(CleanSettings settings, Models models) {
        return new Cleaner(new DocumentRules(models), new TextCleaner(settings.textLimit()));
    }

    @Singleton
    Partitions partitions() {
        return new Partitions();
    }

    @Singleton
    Positions positions(@Named("clean") Database database) {
        return new Positions(new Topics(database));
    }

    @Singleton
    DocumentStore documentStore(@Named("clean") Database database) {
        return new DocumentStore(database);
    }

    @Singleton
    DeadLetters deadLetters(@Named("clean") Database database) {
        return new DeadLetters(database);
    }

    @Singleton
    TopicAccount topicAccount(@Named("clean") Database database, Partitions partitions) {
        return new TopicAccount(new Topics(database), new Accounting(database), partitions);
    }

    @Singleton
    CleanReadiness readiness(
            @Named("clean") TopicWatch topic, @Named("clean") Database database, Partitions partitions) {
        return new CleanReadiness(topic, database, partitions);
    }

    @Singleton
    CleanMeters meters(MeterRegistry registry, Partitions partitions, Models models) {
        return new CleanMeters(registry, InstantSource.system(), partitions, models);
    }

    @Context
    @Bean(preDestroy = "close")
    AccountWatch accountWatch(
            CleanSettings settings, @Named("clean") Database database, Partitions partitions, MeterRegistry registry) {
        return new AccountWatch(new Accounting(database), partitions, registry, settings.accountInterval()).start();
    }

    @Singleton
    Redrive redrive(
            DeadLetters letters,
            @Named("clean") Database database,
            CleanMeters meters,
            @Named("clean") LateClient<KafkaProducer<byte[], byte[]>> producer) {
        return new Redrive(letters, new Topics(database), meters, producer::get);
    }

    @Context
    @Bean(preDestroy = "drain")
    CleanThread thread(
            CleanSettings settings,
            @Named("clean") TopicWatch topic,
            Positions positions,
            Cleaner cleaner,
            DocumentStore store,
            CleanMeters meters,
            Partitions partitions,
            Tracing tracing,
            MeterRegistry registry) {
        return new CleanThread(() -> {
                    KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                            consumer(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                    new KafkaClientMetrics(consumer).bindTo(registry);
                    return new CleanListener(
                            consumer,
                            topic,
                            positions,
                            new PartitionWriter(cleaner, store, meters, tracing.tracer()),
                            partitions,
                            new PartitionMeters(registry, partitions, topic::state),
                            new Backoff(System::nanoTime, settings.backoff(), settings.backoffLimit()));
                })
                .start();
    }

    private static Map<String, Object> consumer(CleanSettings settings) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "millrace-clean");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"); // never a silent reset
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batch());
        int session = Math.toIntExact(settings.sessionTimeout().toMillis());
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, session / 3);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        return config;
    }

    @Singleton
    @Bean(preDestroy = "close")
    @Named("clean")
    LateClient<KafkaProducer<byte[], byte[]>> redriveProducer(CleanSettings settings) {
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.kafka(),
                ProducerConfig.CLIENT_ID_CONFIG,
                "millrace-redrive",
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                RawTopic.RECORD_LIMIT,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                12_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                6_000,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                6_000);
        return new LateClient<>(
                () -> new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
    }
}
