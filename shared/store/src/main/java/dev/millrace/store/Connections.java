package dev.millrace.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** What every connection of Millrace has: limits on the server's side, a name to be seen by, and keep-alive. */
final class Connections {
    static final int CONNECT_SECONDS = 5;
    /** A lock that takes longer is an operator's or a defect's: fail, and try again. */
    private static final int LOCK_MILLIS = 5_000;
    /** A transaction nobody goes on with holds back vacuum and locks. */
    private static final int IDLE_IN_TRANSACTION_MILLIS = 60_000;
    /** How much longer than the server the client waits for the server's own time-out. */
    static final int GRACE_MILLIS = 10_000;

    private Connections() {}

    static Properties properties(DatabaseSettings settings, String name) {
        long statement = settings.statementTimeout().toMillis();
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.setProperty("ApplicationName", name);
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
        properties.setProperty(
                "loginTimeout", String.valueOf(CONNECT_SECONDS)); // a server may take a connection and be silent
        properties.setProperty("socketTimeout", String.valueOf((statement + GRACE_MILLIS) / 1000));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.setProperty("logServerErrorDetail", "false"); // it may hold rows: texts of documents
        properties.setProperty(
                "options",
                "-c statement_timeout=" + statement + " -c lock_timeout=" + LOCK_MILLIS
                        + " -c idle_in_transaction_session_timeout=" + IDLE_IN_TRANSACTION_MILLIS);
        return properties;
    }

    /** A connection outside the pool, for what lives longer than a transaction. */
    static Connection open(DatabaseSettings settings, String purpose) throws SQLException {
        return DriverManager.getConnection(settings.url(), properties(settings, settings.user() + " " + purpose));
    }
}
