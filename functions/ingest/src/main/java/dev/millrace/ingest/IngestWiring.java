package dev.millrace.ingest;

import dev.millrace.document.DocumentRules;
import dev.millrace.document.Models;
import dev.millrace.document.RawTopic;
import dev.millrace.runtime.Settings;
import dev.millrace.runtime.Tracing;
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
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts ingest together. */
@Factory
final class IngestWiring {
    /** Bytes that wait in the producer; with them full, sending waits, and so does the client. */
    private static final long BUFFER = 32L << 20;

    @Singleton
    IngestSettings settings(Settings settings) {
        return IngestSettings.of(settings);
    }

    @Context
    @Bean(preDestroy = "close")
    @Named("ingest")
    TopicWatch topicWatch(IngestSettings settings) {
        Map<String, Object> admin = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka());
        return new TopicWatch("ingest", new RawTopicCheck(admin, settings.replication()), settings.checkInterval());
    }

    @Singleton
    BrokerWatch brokerWatch(@Named("ingest") TopicWatch watch) {
        return new BrokerWatch(watch);
    }

    @Singleton
    Intake intake(
            IngestSettings settings,
            Models models,
            MeterRegistry registry,
            Tracing tracing,
            @Named("ingest") LateClient<KafkaProducer<byte[], byte[]>> producer) {
        return new Intake(
                new DocumentRules(models),
                new TopicDocumentLog(producer::get, tracing.tracer()),
                new IntakeMeters(registry, models),
                settings.ackTimeout(),
                settings.documentLimit(),
                settings.inFlight());
    }

    @Singleton
    @Bean(preDestroy = "close")
    @Named("ingest")
    LateClient<KafkaProducer<byte[], byte[]>> producer(IngestSettings settings, MeterRegistry registry) {
        return new LateClient<>(() -> {
            KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(config(settings), new ByteArraySerializer(), new ByteArraySerializer());
            new KafkaClientMetrics(producer).bindTo(registry);
            return producer;
        });
    }

    private static Map<String, Object> config(IngestSettings settings) {
        int patience = Math.toIntExact(settings.ackTimeout().toMillis());
        return Map.ofEntries(
                Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka()),
                Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "millrace-ingest"),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"),
                Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10),
                Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER),
                Map.entry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, RawTopic.RECORD_LIMIT),
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, 1),
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(50, patience / 2)),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience));
    }
}
