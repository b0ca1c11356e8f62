package dev.millrace.clean;

import dev.millrace.clean.PartitionState.Running;
import dev.millrace.clean.PartitionState.Stopped;
import dev.millrace.clean.PartitionState.Waiting;
import dev.millrace.store.ConcurrentBeginException;
import dev.millrace.store.LogPosition;
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
 * that belongs to another topic, stops the partition until a person begins a new generation. A log that once ended below
 * the mark stops it even when it has grown past the mark since: the records in between would be skipped.
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

    /**
     * Where {@code partition} stands, seen from the log and the marks.
     *
     * @param seen the topic as it was seen last
     * @param look gives it as it is; called when the mark lies above the log, which may have grown since {@code seen}
     */
    PartitionState find(TopicState seen, Supplier<TopicState> look, int partition) {
        return switch (seen) {
            case TopicState.Missing missing -> new Waiting(missing.sentence());
            case TopicState.Unreachable unreachable -> new Waiting(unreachable.sentence());
            case TopicState.WrongPartitions wrong -> new Stopped("wrong-partitions", wrong.sentence());
            case TopicState.Good topic -> find(topic, look, generation(topic), partition);
        };
    }

    /**
     * The broker said that the mark of a running partition lies outside the log, which has grown or was cut since.
     *
     * @param cut where the log was cut, if the broker knows; else it may have been anywhere below the mark
     */
    void recordOutside(TopicState seen, Running running, int partition, Optional<Long> cut) {
        if (!(seen instanceof TopicState.Good topic) || !topic.topicId().equals(running.topicId())) {
            return; // find() sees which
        }
        TopicState.Range log = topic.offsets().get(partition);
        if (cut.isPresent()) {
            topics.recordLoss(running.generation(), partition, cut.get());
        } else if (log != null && log.first() < running.next() && running.next() <= log.end()) {
            topics.recordLoss(running.generation(), partition, log.first());
        }
    }

    private PartitionState find(
            TopicState.Good topic, Supplier<TopicState> look, TopicGeneration generation, int partition) {
        if (!generation.topicId().equals(topic.topicId())) {
            return new Stopped(
                    "other-topic",
                    "the topic was made anew: the marks belong to topic id " + generation.topicId()
                            + ", the broker has " + topic.topicId() + WAY_ON);
        }
        LogPosition position = topics.positions(generation.generation()).stream()
                .filter(p -> p.mark().partition() == partition)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no mark for partition " + partition));
        Mark mark = position.mark();
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
        if (position.lostFrom().isPresent()) {
            if (log.end() < position.lostFrom().get()) {
                topics.recordLoss(mark.generation(), partition, log.end());
            }
            return aboveLog(mark, position.lostFrom().get());
        }
        if (mark.next() > log.end() || isOlder(log, position)) {
            return findAbove(topic, look.get(), position);
        }
        return running(position, topic);
    }

    /** The mark was read after the log was seen: it is above the log only if it is above the one of a look that follows. */
    private PartitionState findAbove(TopicState.Good before, TopicState seen, LogPosition position) {
        Mark mark = position.mark();
        if (!(seen instanceof TopicState.Good now)) {
            return new Waiting(seen.sentence());
        }
        TopicState.Range log = now.offsets().get(mark.partition());
        if (log == null || !now.topicId().equals(before.topicId())) {
            return new Waiting("the topic changes");
        }
        if (isOlder(
                log, position)) { // not kept: a leader that does not know yet that there is another one says so, too
            return new Stopped(
                    "mark-above-log",
                    "partition " + mark.partition() + " was stored under leader epoch "
                            + position.leaderEpoch().orElseThrow() + ", but its leader has epoch "
                            + log.leaderEpoch().orElseThrow() + ": its log is an older one" + WAY_ON);
        }
        if (mark.next() > log.end()) {
            topics.recordLoss(mark.generation(), mark.partition(), log.end());
            return aboveLog(mark, log.end());
        }
        return running(position, now);
    }

    /** Kafka's epochs only grow: a leader with a lower one than a stored record has not that record. */
    private static boolean isOlder(TopicState.Range log, LogPosition position) {
        return position.leaderEpoch()
                .flatMap(stored -> log.leaderEpoch().map(now -> now < stored))
                .orElse(false);
    }

    private static Running running(LogPosition position, TopicState.Good topic) {
        Mark mark = position.mark();
        return new Running(mark.generation(), topic.topicId(), mark.next(), position.leaderEpoch());
    }

    private static Stopped aboveLog(Mark mark, long lostFrom) {
        return new Stopped(
                "mark-above-log",
                "partition " + mark.partition() + " is expected at offset " + mark.next() + ", but the log ended at "
                        + lostFrom + ": the broker has lost records that were stored, and new ones take their offsets"
                        + WAY_ON);
    }

    /**
     * The documented way on. Begins a new generation from what the broker has: a partition whose mark fits the log goes on
     * where it was; one whose records are gone goes on at the log's nearest end, or where the log was seen to end below the
     * mark. What was lost stays visible as the gap between the marks of the two generations.
     *
     * @param look gives the topic as it is; called again once no consumer can move a mark any more
     * @throws TopicUnusableException when the topic cannot be read, is another one by then, or no partition is stopped
     */
    TopicGeneration beginNext(Supplier<TopicState> look, int expectedNewest, String reason) {
        TopicState.Good topic = requireGood(look.get());
        if (topic.offsets().keySet().stream().noneMatch(partition -> find(topic, look, partition) instanceof Stopped)) {
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

    private static Map<Integer, Long> nearest(List<LogPosition> ended, TopicState.Good topic) {
        Map<Integer, Long> first = new HashMap<>(logStarts(topic));
        for (LogPosition position : ended) {
            Mark mark = position.mark();
            TopicState.Range log = topic.offsets().get(mark.partition());
            if (log != null) {
                long next = isOlder(log, position)
                        ? log.first()
                        : position.lostFrom().orElse(mark.next());
                first.put(mark.partition(), Math.clamp(next, log.first(), log.end()));
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
