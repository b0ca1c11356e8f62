package dev.millrace.store;

import java.util.Optional;

/**
 * Where a mark stands in the broker's log.
 *
 * @param leaderEpoch Kafka's leader epoch of the record before the mark; none when there was none, or it is not known
 * @param lostFrom the lowest offset at which the log was seen to end below the mark; none: no loss is known
 */
public record LogPosition(Mark mark, Optional<Integer> leaderEpoch, Optional<Long> lostFrom) {}
