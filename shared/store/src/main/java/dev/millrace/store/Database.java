package dev.millrace.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jspecify.annotations.Nullable;

/** A pool of connections of one role. Safe for any number of threads. */
public final class Database implements AutoCloseable {
    private static final int VALIDATION_MILLIS = 2_000;
    private static final int KEEP_ALIVE_MILLIS = 60_000;

    private final DataSource source;
    private final @Nullable HikariDataSource pool;
    private final Jdbi jdbi;
    private final Aside aside;
    private final AtomicBoolean hasTables = new AtomicBoolean();

    private Database(DataSource source, @Nullable HikariDataSource pool, Aside aside) {
        this.source = source;
        this.pool = pool;
        this.aside = aside;
        this.jdbi = Jdbi.create(source);
        // Errors travel into logs: they say what PostgreSQL says, not what was bound.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
    }

    /**
     * Opens the pool, also while the database is away: then each use fails after 5 s, with an error that
     * {@link DatabaseErrors#isTransient} knows, until the database is there.
     *
     * @param meterRegistry a Micrometer {@code MeterRegistry} for the pool's metrics, or none
     */
    public static Database open(DatabaseSettings settings, @Nullable Object meterRegistry) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(settings.user());
        config.setJdbcUrl(settings.url());
        config.setDataSourceProperties(Connections.properties(settings, settings.user()));
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(Connections.CONNECT_SECONDS * 1000L);
        config.setValidationTimeout(VALIDATION_MILLIS);
        config.setKeepaliveTime(KEEP_ALIVE_MILLIS);
        config.setInitializationFailTimeout(-1);
        if (meterRegistry != null) {
            config.setMetricRegistry(meterRegistry);
        }
        HikariDataSource pool = new HikariDataSource(config);
        return new Database(pool, pool, purpose -> Connections.open(settings, purpose));
    }

    /** Over a data source that the caller closes. */
    public static Database over(DataSource source) {
        return new Database(source, null, purpose -> source.getConnection());
    }

    Jdbi jdbi() {
        return jdbi;
    }

    /** A connection outside the pool; whoever asks for it closes it. */
    Connection connectAside(String purpose) throws SQLException {
        return aside.connect(purpose);
    }

    /** Whether the database answers now, and has the tables. As quick as {@link #trouble}. */
    public boolean answers() {
        return trouble().isEmpty();
    }

    /**
     * Why the database cannot be used now, as a sentence; none when it can. Quick, but for the first calls of an outage and
     * for a server that is there and silent: those take up to 5 s.
     */
    public Optional<String> trouble() {
        // While the pool has no connection it tries to have one, lets callers wait, and keeps the reason to itself.
        boolean none = pool != null && pool.getHikariPoolMXBean().getTotalConnections() == 0;
        try (Connection connection = none ? aside.connect("question") : source.getConnection()) {
            if (!connection.isValid(VALIDATION_MILLIS / 1000)) {
                return Optional.of("the database does not answer");
            }
            return hasTables(connection) ? Optional.empty() : Optional.of(DatabaseErrors.NO_TABLES);
        } catch (SQLException e) {
            return Optional.of(DatabaseErrors.sentence(e));
        }
    }

    /** They never go, so that the question is asked until it was answered once. */
    private boolean hasTables(Connection connection) throws SQLException {
        if (!hasTables.get()) {
            hasTables.set(Migrations.hasNewest(connection));
        }
        return hasTables.get();
    }

    /** Closes the pool; what is in flight fails. */
    @Override
    public void close() {
        if (pool != null) {
            pool.close();
        }
    }

    private interface Aside {
        Connection connect(String purpose) throws SQLException;
    }
}
