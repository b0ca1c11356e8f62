package dev.millrace.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which failures of the database pass by themselves: then the same work is to be tried again, and no record is to blame.
 * Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
public final class DatabaseErrors {
    private static final List<String> TRANSIENT = List.of(
            "08", // connection lost or refused
            "53", // out of connections, disk or memory
            "57P", // shut down, starting up, terminated by an administrator
            "57014", // cancelled: the statement's time-out
            "58", // the operating system below the database
            "25P03", // the transaction was idle too long
            "25006", // read-only: a standby, while the primary moves
            "40001", // could not serialise
            "40P01", // deadlock
            "55P03"); // a lock was not to be had in time

    /** What is said while the schema is not yet this code's. */
    static final String NO_TABLES = "the database has no tables of this version yet: run train --migrate";

    private static final List<String> REFUSED = List.of("22", "23", "54");

    private DatabaseErrors() {}

    /** Whether a retry may succeed; looks through causes and through the errors of a batch. */
    public static boolean isTransient(Throwable failure) {
        return isTransient(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static boolean isTransient(@Nullable Throwable failure, Set<Throwable> seen) {
        if (failure == null || !seen.add(failure)) {
            return false;
        }
        if (failure instanceof SQLException sql) {
            if (sql instanceof SQLTransientConnectionException || hasTransientState(sql)) {
                return true;
            }
            if (isTransient(sql.getNextException(), seen)) {
                return true;
            }
        }
        return isTransient(failure.getCause(), seen);
    }

    private static boolean hasTransientState(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && TRANSIENT.stream().anyMatch(state::startsWith);
    }

    /** Whether PostgreSQL refuses a row for what it holds (classes 22, 23 and 54): a retry of the same row fails again. */
    public static boolean isRefusedContent(Throwable failure) {
        return !isTransient(failure) && REFUSED.stream().anyMatch(state(failure)::startsWith);
    }

    /** Whether the schema is not there yet, or older than this code: it lacks a table or a column. */
    public static boolean isWithoutTables(Throwable failure) {
        return Set.of("42P01", "42703").contains(state(failure));
    }

    /** Why work on the database failed, as a sentence for people: what PostgreSQL or its driver says, and no row's content. */
    public static String sentence(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() instanceof SQLException cause) {
            root = cause;
        }
        if (isWithoutTables(failure)) {
            return NO_TABLES;
        }
        String state = state(root);
        String reason = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        if (state.startsWith("28") || state.startsWith("3D")) {
            return "the database refuses the connection: " + reason;
        }
        return isTransient(failure)
                ? "the database does not answer: " + reason
                : "the database cannot be used: SQLSTATE " + state;
    }

    /** The SQLSTATE of the failure, with those of its causes looked through; empty when it has none. */
    public static String state(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    /** Whether a unique index or constraint of that name refused a row. */
    static boolean isDuplicate(Throwable failure, String constraint) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && "23505".equals(sql.getSQLState())
                    && String.valueOf(sql.getMessage()).contains('"' + constraint + '"')) {
                return true;
            }
        }
        return false;
    }
}
