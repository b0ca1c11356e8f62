package dev.millrace.clean;

import java.util.Optional;

/** How a partition that is assigned to this replica stands. */
sealed interface PartitionState {
    /** Assigned; its mark is still to be read. */
    record Waiting(String why) implements PartitionState {}

    /**
     * Its records are being stored.
     *
     * @param next the offset that is expected next, in the topic of that id
     * @param leaderEpoch of the record before it, where it was read from the database: the broker then checks it
     */
    record Running(int generation, String topicId, long next, Optional<Integer> leaderEpoch) implements PartitionState {
        Running(int generation, String topicId, long next) {
            this(generation, topicId, next, Optional.empty());
        }
    }

    /**
     * Stopped until a person says how to go on: the mark does not fit the log.
     *
     * @param code {@code mark-below-log}, {@code mark-above-log}, {@code other-topic}, {@code wrong-partitions}
     */
    record Stopped(String code, String why) implements PartitionState {}
}
