package dev.millrace.predict;

import java.time.Duration;
import java.time.Instant;

/**
 * A version that did not load.
 *
 * @param attempts failed ones, with this one
 * @param retryAt when it is tried again: after 5 s, twice that after each further failure, 5 min at the most
 */
record LoadFailure(int version, Instant at, String reason, int attempts, Instant retryAt) {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LAST_RETRY = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 6; // 5 s * 2^6 is above 5 min

    static LoadFailure of(int version, Instant at, String reason, int attempts) {
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(attempts - 1, DOUBLINGS));
        return new LoadFailure(
                version, at, reason, attempts, at.plus(wait.compareTo(LAST_RETRY) < 0 ? wait : LAST_RETRY));
    }

    boolean isDue(Instant now) {
        return !now.isBefore(retryAt);
    }
}
