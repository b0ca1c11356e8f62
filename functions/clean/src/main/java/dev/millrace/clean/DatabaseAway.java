package dev.millrace.clean;

import dev.millrace.runtime.ExpectedFailure;
import dev.millrace.runtime.Problem;
import dev.millrace.store.DatabaseErrors;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** While the database is away, a request that needs it is answered 503. */
@Singleton
final class DatabaseAway implements ExpectedFailure {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    @Override
    public Optional<Problem> problem(Throwable failure) {
        return DatabaseErrors.isTransient(failure)
                ? Optional.of(
                        Problem.of(503, "database-unavailable", "the database does not answer: try again in a moment")
                                .retryAfter(RETRY_AFTER))
                : Optional.empty();
    }
}
