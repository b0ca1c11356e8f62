package dev.millrace.clean;

import dev.millrace.clean.PartitionState.Running;
import dev.millrace.clean.PartitionState.Stopped;
import dev.millrace.clean.PartitionState.Waiting;
import dev.millrace.store.ConcurrentBeginException;
import dev.millrace.store.Mark;
import dev.millrace.store.TopicGeneration;
import dev.millrace.store.Topics;
import dev.millrace.topic.TopicState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Where a partition goes on: at its mark, if the mark fits the log. Never a silent reset: a mark outside the log, or one
 * that belongs to another topic, stops the partition until a person begins a new generation.
 */
final class Positions {
    private static final String WAY_ON = "; POST /topic/generations on clean goes on from what the broker has";

    private final Topics topics;

    Positions(Topics topics) {
        this.topics = topics;
    }

    /** The generation that rows belong to now; begins the first one when there is none. */
    TopicGeneration generation(TopicState.Good topic) {
        Optional<TopicGeneration> newest = topics.newest();
        if (newest.isPresent()) {
            return newest.get();
        }
        try {
            return topics.begin(0, topic.topicId(), topic.partitions(), logStarts(topic), "first start");
        } catch (ConcurrentBeginException e) {
            return topics.newest().orElseThrow();
        }
    }

    /** Where {@code partition} stands, seen from the log and the marks. */
    PartitionState find(TopicState seen, int partition) {
        return switch (seen) {
            case TopicState.Missing missing -> new Waiting(missing.sentence());
            case TopicState.Unreachable unreachable -> new Waiting(unreachable.sentence());
            case TopicState.WrongPartitions wrong -> new Stopped("wrong-partitions", wrong.sentence());
            case TopicState.Good topic -> find(topic, generation(topic), partition);
        };
    }

    private PartitionState find(TopicState.Good topic, TopicGeneration generation, int partition) {
        if (!generation.topicId().equals(topic.topicId())) {
            return new Stopped(
                    "other-topic",
                    "the topic was made anew: the marks belong to topic id " + generation.topicId()
                            + ", the broker has " + topic.topicId() + WAY_ON);
        }
        Mark mark = topics.marks(generation.generation()).stream()
                .filter(m -> m.partition() == partition)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no mark for partition " + partition));
        TopicState.Range log = topic.offsets().get(partition);
        if (log == null) {
            return new Waiting("the offsets of partition " + partition + " are not known yet");
        }
        if (mark.next() < log.first()) {
            return new Stopped(
                    "mark-below-log",
                    "partition " + partition + " is expected at offset " + mark.next() + ", but the log begins at "
                            + log.first() + ": records were deleted before they were stored" + WAY_ON);
        }
        if (mark.next() > log.end()) {
            return new Stopped(
                    "mark-above-log",
                    "partition " + partition + " is expected at offset " + mark.next() + ", but the log ends at "
                            + log.end() + ": the broker has lost records that were stored" + WAY_ON);
        }
        return new Running(generation.generation(), topic.topicId(), mark.next());
    }

    /**
     * The documented way on. Begins a new generation from what the broker has: a partition whose mark fits the log goes on
     * where it was; one whose records are gone goes on at the log's nearest end. What was lost stays visible as the gap
     * between the marks of the two generations.
     *
     * @param look gives the topic as it is; called again once no consumer can move a mark any more
     * @throws TopicUnusableException when the topic cannot be read, is another one by then, or no partition is stopped
     */
    TopicGeneration beginNext(Supplier<TopicState> look, int expectedNewest, String reason) {
        TopicState.Good topic = requireGood(look.get());
        if (topic.offsets().keySet().stream().noneMatch(partition -> find(topic, partition) instanceof Stopped)) {
            throw new TopicUnusableException("no partition is stopped: there is nothing to go on from");
        }
        boolean sameTopic = topics.newest()
                .map(newest -> newest.topicId().equals(topic.topicId()))
                .orElse(false);
        return topics.begin(
                expectedNewest,
                topic.topicId(),
                topic.partitions(),
                ended -> {
                    TopicState.Good now = requireGood(look.get());
                    if (!now.topicId().equals(topic.topicId())) {
                        throw new TopicUnusableException("the topic is being made anew: try again");
                    }
                    return sameTopic ? nearest(ended, now) : logStarts(now);
                },
                reason);
    }

    /** The topic cannot be gone on from; the message says why. */
    static final class TopicUnusableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TopicUnusableException(String message) {
            super(message);
        }
    }

    private static TopicState.Good requireGood(TopicState seen) {
        if (seen instanceof TopicState.Good good) {
            return good;
        }
        throw new TopicUnusableException(seen.sentence());
    }

    private static Map<Integer, Long> nearest(List<Mark> ended, TopicState.Good topic) {
        Map<Integer, Long> first = new HashMap<>(logStarts(topic));
        for (Mark mark : ended) {
            TopicState.Range log = topic.offsets().get(mark.partition());
            if (log != null) {
                first.put(mark.partition(), Math.clamp(mark.next(), log.first(), log.end()));
            }
        }
        return first;
    }

    private static Map<Integer, Long> logStarts(TopicState.Good topic) {
        return topic.offsets().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().first()));
    }
}
