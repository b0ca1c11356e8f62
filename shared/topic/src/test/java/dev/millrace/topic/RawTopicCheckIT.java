package dev.millrace.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.RawTopic;
import dev.millrace.testkit.TestBroker;
import dev.millrace.testkit.Until;
import dev.millrace.topic.TopicState.Good;
import dev.millrace.topic.TopicState.Missing;
import dev.millrace.topic.TopicState.Range;
import dev.millrace.topic.TopicState.Unreachable;
import dev.millrace.topic.TopicState.WrongPartitions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RawTopicCheckIT {
    private static final Map<String, Object> CONFIG = Map.of("bootstrap.servers", TestBroker.bootstrapServers());

    private final RawTopicCheck topic = new RawTopicCheck(CONFIG, 1);
    private final Admin admin = Admin.create(CONFIG);

    @AfterEach
    void leaveNoTopic() throws Exception {
        delete();
        admin.close();
        topic.close();
    }

    /** Of a partition that has had one leader. */
    private static Range range(long end) {
        return new Range(0, end, Optional.of(0));
    }

    @Test
    void missingTopic_isSaidAndThenMade() {
        assertThat(topic.check()).isInstanceOf(Missing.class);
        assertThat(topic.topicId()).isEmpty();

        Good made = good(topic.makeAndCheck());

        assertThat(made.partitions()).isEqualTo(RawTopic.PARTITIONS);
        assertThat(made.warning()).isEmpty();
        assertThat(made.offsets()).isEqualTo(Map.of(0, range(0), 1, range(0), 2, range(0)));
        assertThat(topic.makeAndCheck()).isEqualTo(made);
        assertThat(topic.topicId()).hasValue(made.topicId());
    }

    @Test
    void records_moveTheEnd() throws Exception {
        topic.makeAndCheck();
        send(1, new byte[10]);
        send(1, new byte[10]);
        assertThat(good(topic.check()).offsets()).containsEntry(1, range(2)).containsEntry(2, range(0));
    }

    @Test
    void largestRecord_isTaken() throws Exception {
        topic.makeAndCheck();
        send(0, "é".repeat(3 << 20).getBytes(UTF_8));
        assertThat(good(topic.check()).offsets()).containsEntry(0, range(1));
    }

    @Test
    void twoFunctionsAtOnce_makeOneTopic() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                RawTopicCheck second = new RawTopicCheck(CONFIG, 1)) {
            List<Callable<TopicState>> both = List.of(topic::makeAndCheck, second::makeAndCheck);
            List<Future<TopicState>> states = threads.invokeAll(both);
            assertThat(good(states.get(0).get()).topicId())
                    .isEqualTo(good(states.get(1).get()).topicId());
        }
    }

    @Test
    void otherRetention_isWarnedOf() throws Exception {
        make(RawTopic.PARTITIONS, Map.of("retention.ms", "3600000"));
        assertThat(good(topic.makeAndCheck()).warning())
                .hasValueSatisfying(
                        warning -> assertThat(warning).contains("retention.ms is 3600000, expected 604800000"));
    }

    @Test
    void compaction_isWarnedOf() throws Exception {
        make(RawTopic.PARTITIONS, Map.of("cleanup.policy", "compact"));
        assertThat(good(topic.check()).warning())
                .hasValueSatisfying(warning -> assertThat(warning).contains("cleanup.policy is compact"));
    }

    @Test
    void otherNumberOfPartitions_isRefused() throws Exception {
        make(4, Map.of());
        assertThat(topic.makeAndCheck()).isEqualTo(new WrongPartitions(4));
    }

    @Test
    void topicMadeAnew_hasAnotherId() throws Exception {
        Good before = good(topic.makeAndCheck());
        delete();
        assertThat(good(topic.makeAndCheck()).topicId()).isNotEqualTo(before.topicId());
    }

    @Test
    void moreCopiesThanBrokers_saysWhy() {
        try (RawTopicCheck three = new RawTopicCheck(CONFIG, 3)) {
            assertThat(three.makeAndCheck())
                    .isInstanceOfSatisfying(
                            Missing.class, state -> assertThat(state.why()).contains("eplication factor"));
        }
        assertThatThrownBy(() -> new RawTopicCheck(CONFIG, 0)).hasMessageContaining("replication is 0");
    }

    @Test
    void brokerAway_isSaidWithinTheLimit() {
        try (RawTopicCheck away =
                new RawTopicCheck(Map.of("bootstrap.servers", "127.0.0.1:1"), 1, Duration.ofMillis(500))) {
            long began = System.nanoTime();
            TopicState state = away.makeAndCheck();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
            assertThat(state)
                    .isInstanceOfSatisfying(
                            Unreachable.class,
                            unreachable -> assertThat(unreachable.why()).contains("127.0.0.1:1"));
        }
    }

    @Test
    void brokerOfUnknownName_isUnreachableAndNoError() {
        try (RawTopicCheck unknown = new RawTopicCheck(Map.of("bootstrap.servers", "no-such-host.invalid:9092"), 1)) {
            assertThat(unknown.check())
                    .isInstanceOfSatisfying(
                            Unreachable.class, state -> assertThat(state.why()).contains("bootstrap"));
        }
    }

    private static Good good(TopicState state) {
        assertThat(state).isInstanceOf(Good.class);
        return (Good) state;
    }

    private void make(int partitions, Map<String, String> settings) throws Exception {
        NewTopic made = new NewTopic(RawTopic.NAME, partitions, (short) 1).configs(settings);
        admin.createTopics(List.of(made)).all().get();
        Until.until("the topic is known", Duration.ofSeconds(10), () -> !(topic.check() instanceof Missing));
    }

    private void delete() throws InterruptedException, ExecutionException {
        try {
            admin.deleteTopics(List.of(RawTopic.NAME)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw e;
            }
        }
        Until.until("the topic is gone", Duration.ofSeconds(10), () -> topic.check() instanceof Missing);
    }

    private static void send(int partition, byte[] value) throws Exception {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                TestBroker.bootstrapServers(),
                "acks",
                "all",
                "max.request.size",
                RawTopic.RECORD_LIMIT);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(RawTopic.NAME, partition, null, value))
                    .get();
        }
    }
}
