package dev.millrace.store;

import java.sql.SQLException;

/** A statement failed; {@link DatabaseErrors#isTransient} says whether to try again. Jdbi's own exceptions stand beside it. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
