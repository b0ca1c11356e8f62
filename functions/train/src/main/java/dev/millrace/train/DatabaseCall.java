package dev.millrace.train;

import dev.millrace.runtime.Problem;
import dev.millrace.store.DatabaseErrors;
import java.time.Duration;
import java.util.function.Supplier;

/** A request's use of the database: while the database is away, the answer is 503 and says so. */
final class DatabaseCall {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private DatabaseCall() {}

    static <T> T of(Supplier<T> use) {
        try {
            return use.get();
        } catch (RuntimeException e) {
            if (DatabaseErrors.isTransient(e)) {
                throw Problem.of(503, "database-unavailable", "the database does not answer: try again in a moment")
                        .retryAfter(RETRY_AFTER);
            }
            throw e;
        }
    }
}
