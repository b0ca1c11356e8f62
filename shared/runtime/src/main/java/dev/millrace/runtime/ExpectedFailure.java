package dev.millrace.runtime;

import java.util.Optional;

/** A bean that knows what some failures of a route mean for the client, as a database that is away: no 500, no defect. */
public interface ExpectedFailure {
    Optional<Problem> problem(Throwable failure);
}
