package dev.millrace.clean;

/** How a partition that is assigned to this replica stands. */
sealed interface PartitionState {
    /** Assigned; its mark is still to be read. */
    record Waiting(String why) implements PartitionState {}

    /**
     * Its records are being stored; {@code next} is the offset that is
     * expected next, in the topic of that id.
     */
    record Running(int generation, String topicId, long next) implements PartitionState {}

    /**
     * Stopped until a person says how to go on: the mark does not fit the log.
     *
     * @param code {@code mark-below-log}, {@code mark-above-log}, {@code other-topic}, {@code wrong-partitions}
     */
    record Stopped(String code, String why) implements PartitionState {}
}
