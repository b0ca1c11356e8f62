package dev.millrace.clean;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When to try again after failures: pauses double from the first to the limit. Used by one thread. */
final class Backoff {
    private final LongSupplier nanos;
    private final Duration first;
    private final Duration limit;
    private Duration pause;
    private long failedAt;
    private Duration wait = Duration.ZERO;

    /** @param nanos a clock that never goes back: the wall clock may, by an hour, and would stop the work for so long */
    Backoff(LongSupplier nanos, Duration first, Duration limit) {
        this.nanos = nanos;
        this.failedAt = nanos.getAsLong();
        this.first = first;
        this.limit = limit;
        this.pause = first;
    }

    void failed() {
        if (!over()) {
            return; // several partitions fail of one cause in one turn: one pause
        }
        failedAt = nanos.getAsLong();
        wait = pause;
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(limit) > 0 ? limit : twice;
    }

    void reset() {
        pause = first;
    }

    boolean over() {
        return nanos.getAsLong() - failedAt >= wait.toNanos();
    }
}
