package dev.millrace.clean;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** When to try again after failures: pauses double from the first to the limit. Used by one thread. */
final class Backoff {
    private final InstantSource clock;
    private final Duration first;
    private final Duration limit;
    private Duration pause;
    private Instant until = Instant.EPOCH;

    Backoff(InstantSource clock, Duration first, Duration limit) {
        this.clock = clock;
        this.first = first;
        this.limit = limit;
        this.pause = first;
    }

    void failed() {
        if (!over()) {
            return; // several partitions fail of one cause in one turn: one pause
        }
        until = clock.instant().plus(pause);
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(limit) > 0 ? limit : twice;
    }

    void reset() {
        pause = first;
    }

    boolean over() {
        return !clock.instant().isBefore(until);
    }
}
