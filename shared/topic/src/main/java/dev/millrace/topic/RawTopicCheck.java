package dev.millrace.topic;

import dev.millrace.document.RawTopic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes the topic {@code documents.raw} when it is missing, and looks whether it is as it must be. Each call takes a few
 * round trips to the broker, and at most about ten seconds. Thread-safe.
 */
public final class RawTopicCheck implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5_000;

    private final Admin admin;
    private final int replication;

    /**
     * @param adminConfig the broker's addresses and, where it wants them, credentials
     * @param replication copies the broker is to keep, when the topic is made here
     */
    public RawTopicCheck(Map<String, Object> adminConfig, int replication) {
        Map<String, Object> config = new HashMap<>(adminConfig);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        config.putIfAbsent(AdminClientConfig.CLIENT_ID_CONFIG, "millrace-topic-check");
        this.admin = Admin.create(config);
        this.replication = replication;
    }

    /** Looks, and makes the topic when it is missing; another function may make it at the same moment. */
    public TopicState makeAndCheck() {
        TopicState seen = check();
        if (!(seen instanceof TopicState.Missing)) {
            return seen;
        }
        try {
            await(admin.createTopics(List.of(wanted())).all());
            return check();
        } catch (ExecutionException e) {
            return e.getCause() instanceof TopicExistsException
                    ? check()
                    : new TopicState.Missing(String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            return new TopicState.Unreachable("making the topic took more than " + PATIENCE_MILLIS + " ms");
        }
    }

    /** Looks only. */
    public TopicState check() {
        try {
            TopicDescription topic = describe();
            int partitions = topic.partitions().size();
            if (partitions != RawTopic.PARTITIONS) {
                return new TopicState.WrongPartitions(partitions);
            }
            return new TopicState.Good(topic.topicId().toString(), partitions, offsets(topic), retentionWarning());
        } catch (ExecutionException e) {
            return e.getCause() instanceof UnknownTopicOrPartitionException
                    ? new TopicState.Missing("it was not made yet")
                    : new TopicState.Unreachable(String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            return new TopicState.Unreachable("no answer within " + PATIENCE_MILLIS + " ms");
        }
    }

    /** The broker's id of the topic now, in one round trip; none when it is missing or the broker does not answer. */
    public Optional<String> topicId() {
        try {
            TopicDescription topic = describe();
            return Optional.of(topic.topicId().toString());
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }

    private NewTopic wanted() {
        return new NewTopic(RawTopic.NAME, RawTopic.PARTITIONS, (short) replication)
                .configs(Map.of(
                        TopicConfig.RETENTION_MS_CONFIG, String.valueOf(RawTopic.RETENTION.toMillis()),
                        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(RawTopic.RECORD_LIMIT)));
    }

    private TopicDescription describe() throws ExecutionException, TimeoutException {
        return Objects.requireNonNull(
                await(admin.describeTopics(List.of(RawTopic.NAME)).allTopicNames())
                        .get(RawTopic.NAME));
    }

    private Map<Integer, TopicState.Range> offsets(TopicDescription topic) throws ExecutionException, TimeoutException {
        Map<Integer, Long> first = offsets(topic, OffsetSpec.earliest());
        Map<Integer, Long> end = offsets(topic, OffsetSpec.latest());
        Map<Integer, TopicState.Range> ranges = new HashMap<>();
        first.forEach((partition, offset) -> {
            Long last = end.get(partition);
            if (last != null) {
                ranges.put(partition, new TopicState.Range(offset, last));
            }
        });
        return ranges;
    }

    private Map<Integer, Long> offsets(TopicDescription topic, OffsetSpec which)
            throws ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = topic.partitions().stream()
                .filter(partition -> partition.leader() != null)
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(RawTopic.NAME, partition.partition()), partition -> which));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                await(admin.listOffsets(asked).all());
        return found.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().partition(),
                        entry -> entry.getValue().offset()));
    }

    private Optional<String> retentionWarning() throws ExecutionException, TimeoutException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, RawTopic.NAME);
        Config config = Objects.requireNonNull(
                await(admin.describeConfigs(List.of(topic)).all()).get(topic));
        String found = config.get(TopicConfig.RETENTION_MS_CONFIG).value();
        String expected = String.valueOf(RawTopic.RETENTION.toMillis());
        return found.equals(expected)
                ? Optional.empty()
                : Optional.of("its retention.ms is " + found + ", expected " + expected + " ("
                        + RawTopic.RETENTION.toDays() + " days): documents not cleaned within it are lost");
    }

    private static <T> T await(KafkaFuture<T> future) throws ExecutionException, TimeoutException {
        try {
            return future.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted");
        }
    }
}
