package dev.millrace.ingest;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How many documents may wait for their acknowledgement at once. The limit follows what the log takes, as a congestion
 * window does (additive increase, multiplicative decrease: Chiu and Jain, 1989): each document that is acknowledged soon
 * raises it by one, each that is late or fails lowers it by a tenth. So a narrow way to the broker gets no queue that
 * outlasts the clients' patience, and those too many are told at once.
 *
 * <p>The next document of a batch may wait to enter, but few may wait at once: of many batches that share a slow log, some
 * get on, and the others are told at once, where all would be late together. For any number of threads.
 */
final class Room {
    private static final int FIRST = 2_000;
    private static final int LEAST = 50;
    private static final double LESS = 0.9;
    /** Documents inside, for each one that may wait to enter. */
    private static final int SHARE = 25;

    private final int most;
    private final int least;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private double limit;
    private int inside;
    private int waiting;

    /**
     * @param most documents, however fast the log is
     * @param patience how long one may wait to enter; one that is not acknowledged within a quarter of it is late
     */
    Room(int most, Duration patience, LongSupplier nanoTime) {
        this.most = most;
        this.least = Math.min(LEAST, most);
        this.limit = Math.min(FIRST, most);
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /** A document inside: to be ended once, by any thread. */
    record Stay(Room room, long since) {
        void acknowledged() {
            room.leave(since, false);
        }

        void failed() {
            room.leave(since, true);
        }
    }

    /** None when there is no room now. */
    synchronized Optional<Stay> tryEnter() {
        if (inside >= (int) limit) {
            return Optional.empty();
        }
        inside++;
        return Optional.of(new Stay(this, nanoTime.getAsLong()));
    }

    /** Waits for room; none when there was none within the patience, or too many wait already. */
    synchronized Optional<Stay> enter() throws InterruptedException {
        Optional<Stay> stay = tryEnter();
        if (stay.isPresent() || waiting >= Math.max(1, (int) limit / SHARE)) {
            return stay;
        }
        long end = nanoTime.getAsLong() + patience.toNanos();
        waiting++;
        try {
            for (long left = patience.toNanos(); stay.isEmpty() && left > 0; left = end - nanoTime.getAsLong()) {
                wait(Math.max(1, left / 1_000_000));
                stay = tryEnter();
            }
        } finally {
            waiting--;
        }
        return stay;
    }

    private synchronized void leave(long since, boolean failed) {
        inside--;
        boolean late = nanoTime.getAsLong() - since > patience.toNanos() / 4;
        if (failed || late) {
            limit = Math.max(least, limit * LESS);
        } else if (2 * (inside + 1) >= limit) { // else the limit was not what held anyone back
            limit = Math.min(most, limit + 1);
        }
        notifyAll();
    }

    /** Documents that may be inside now. */
    synchronized int limit() {
        return (int) limit;
    }
}
