package dev.millrace.topic;

import dev.millrace.document.RawTopic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** One look at the topic: who it is, what it keeps, what it holds. */
final class TopicLook {
    private static final ConfigResource RESOURCE = new ConfigResource(ConfigResource.Type.TOPIC, RawTopic.NAME);

    private final Admin admin;
    private final Deadline deadline;

    TopicLook(Admin admin, Deadline deadline) {
        this.admin = admin;
        this.deadline = deadline;
    }

    TopicState state() throws ExecutionException, TimeoutException, InterruptedException {
        TopicDescription topic = describe();
        int partitions = topic.partitions().size();
        if (partitions != RawTopic.PARTITIONS) {
            return new TopicState.WrongPartitions(partitions);
        }
        Optional<String> warning = warning();
        Map<Integer, ListOffsetsResultInfo> first = offsets(topic, OffsetSpec.earliest());
        Map<Integer, ListOffsetsResultInfo> end = offsets(topic, OffsetSpec.latest());
        if (!describe().topicId().equals(topic.topicId())) {
            return new TopicState.Unreachable("the topic was made anew between two questions");
        }
        Map<Integer, TopicState.Range> ranges = new HashMap<>();
        first.forEach((partition, oldest) ->
                ranges.put(partition, range(oldest.offset(), end.getOrDefault(partition, oldest))));
        return new TopicState.Good(topic.topicId().toString(), partitions, ranges, warning);
    }

    private static TopicState.Range range(long first, ListOffsetsResultInfo end) {
        return new TopicState.Range(first, Math.max(first, end.offset()), end.leaderEpoch());
    }

    String topicId() throws ExecutionException, TimeoutException, InterruptedException {
        return describe().topicId().toString();
    }

    private TopicDescription describe() throws ExecutionException, TimeoutException, InterruptedException {
        return answer(admin.describeTopics(List.of(RawTopic.NAME)).topicNameValues(), RawTopic.NAME);
    }

    private Optional<String> warning() throws ExecutionException, TimeoutException, InterruptedException {
        Config config = answer(admin.describeConfigs(List.of(RESOURCE)).values(), RESOURCE);
        return RetentionRule.warning(name -> {
            ConfigEntry entry = config.get(name);
            return entry == null ? null : entry.value();
        });
    }

    /** Of the partitions that have a leader: nobody could answer for the others. */
    private Map<Integer, ListOffsetsResultInfo> offsets(TopicDescription topic, OffsetSpec spec)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = topic.partitions().stream()
                .filter(partition -> partition.leader() != null)
                .map(partition -> new TopicPartition(RawTopic.NAME, partition.partition()))
                .collect(Collectors.toMap(Function.identity(), partition -> spec));
        Map<TopicPartition, ListOffsetsResultInfo> answer =
                deadline.answerOf(admin.listOffsets(asked).all());
        Map<Integer, ListOffsetsResultInfo> offsets = new HashMap<>();
        answer.forEach((partition, info) -> offsets.put(partition.partition(), info));
        return offsets;
    }

    private <K, V> V answer(Map<K, KafkaFuture<V>> answers, K key)
            throws ExecutionException, TimeoutException, InterruptedException {
        KafkaFuture<V> answer = answers.get(key);
        if (answer == null) {
            throw new IllegalStateException("Kafka's client answered nothing for " + key);
        }
        return deadline.answerOf(answer);
    }
}
