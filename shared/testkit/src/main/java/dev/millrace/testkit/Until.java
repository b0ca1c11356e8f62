package dev.millrace.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a limit: where a test would otherwise sleep. */
public final class Until {
    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private Until() {}

    /**
     * Asks again and again until the condition holds; an {@link AssertionError} when it does not within the limit.
     *
     * @param what the condition as a test's message may say it: "the row is there"
     */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + limit.toMillis() + " ms: " + what);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting: " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
