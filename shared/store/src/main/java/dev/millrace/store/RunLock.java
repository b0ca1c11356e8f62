package dev.millrace.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.document.ModelName;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * One trainer a model, among all processes: a PostgreSQL advisory lock on a connection of its own. The server lets it go
 * when the connection ends, so also when the process dies. Role: any.
 */
public final class RunLock {
    private static final int VALID_SECONDS = 2;

    private final Database database;

    public RunLock(Database db) {
        this.database = db;
    }

    /** A lock that is held until it is closed. */
    public interface Held extends AutoCloseable {
        /** Whether it still is: no longer when the connection broke; then another may hold it by now. */
        boolean stillHeld();

        @Override
        void close();
    }

    /** Takes the model's lock, or says at once that another holds it. */
    public Optional<Held> tryAcquire(ModelName m) {
        try {
            Connection connection = database.connectAside("lock " + m);
            if (acquire(connection, m)) {
                return Optional.of(new OnConnection(connection));
            }
            connection.close();
            return Optional.empty();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static boolean acquire(Connection connection, ModelName m) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            lock.setLong(1, key(m));
            try (ResultSet taken = lock.executeQuery()) {
                return taken.next() && taken.getBoolean(1);
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** 64 bits of a hash of the name: two models share a lock with a chance of 2^-64. */
    static long key(ModelName m) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(("millrace training run of " + m.value()).getBytes(UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private record OnConnection(Connection connection) implements Held {
        @Override
        public boolean stillHeld() {
            try {
                return connection.isValid(VALID_SECONDS);
            } catch (SQLException gone) {
                return false; // cannot happen: the seconds are not negative
            }
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException gone) {
                // The connection is gone, and the lock with it.
            }
        }
    }
}
