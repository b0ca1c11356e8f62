package dev.millrace.store;

import java.time.Duration;

/**
 * How to reach the database.
 *
 * @param url a JDBC URL, {@code jdbc:postgresql://host:port/name}
 * @param poolSize the most connections of the pool, at least 1
 * @param statementTimeout the longest a statement may take; a snapshot has a limit of its own
 */
public record DatabaseSettings(String url, String user, String password, int poolSize, Duration statementTimeout) {
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

    public DatabaseSettings {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("url does not begin with jdbc:postgresql: - expected a JDBC URL of it");
        }
        if (poolSize < 1) {
            throw new IllegalArgumentException("poolSize is " + poolSize + ": expected at least 1");
        }
        if (statementTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("statementTimeout is " + statementTimeout + ": expected at least 1 ms");
        }
    }

    /** With statements of at most 30 s. */
    public DatabaseSettings(String url, String user, String password, int poolSize) {
        this(url, user, password, poolSize, STATEMENT_TIMEOUT);
    }

    /** Without the password, and without the URL's parameters, which may hold one. */
    @Override
    public String toString() {
        return user + " at " + url.replaceAll("\\?.*$", "") + " (" + poolSize + " connections)";
    }
}
