package dev.millrace.testkit;

import dev.millrace.embedded.EmbeddedPostgres;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A PostgreSQL server with one migrated database, of which tests get copies: a copy takes a tenth of a migration. */
final class MigratedServer implements AutoCloseable {
    /** A test's data need not outlive a power cut, and tests of many modules hold many connections. */
    private static final Map<String, String> SETTINGS =
            Map.of("fsync", "off", "full_page_writes", "off", "max_connections", "300");

    private static final String ORIGINAL = "original";

    private final EmbeddedPostgres postgres;
    private final AtomicInteger copies = new AtomicInteger();

    private MigratedServer(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    static MigratedServer start(Path folder) {
        MigratedServer server = new MigratedServer(EmbeddedPostgres.start(folder, 0, SETTINGS));
        server.execute("CREATE DATABASE " + ORIGINAL);
        Migrations.migrate(
                server.postgres.url(ORIGINAL),
                server.postgres.ownerUser(),
                server.postgres.ownerPassword(),
                Stream.of(DatabaseRole.values())
                        .collect(Collectors.toMap(Function.identity(), MigratedServer::password)));
        return server;
    }

    static String password(DatabaseRole role) {
        return "test-" + role.user();
    }

    EmbeddedPostgres postgres() {
        return postgres;
    }

    /** The name of a new database; one copy at a time, since the original may have no other user meanwhile. */
    synchronized String copy() {
        String name = "test_" + copies.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + ORIGINAL);
        // CREATE DATABASE copies everything but the rights on the database itself, which the migrations set.
        execute("UPDATE pg_database SET datacl = (SELECT datacl FROM pg_database WHERE datname = '" + ORIGINAL
                + "') WHERE datname = '" + name + "'");
        return name;
    }

    private void execute(String sql) {
        try (Connection connection =
                        DriverManager.getConnection(postgres.url(), postgres.ownerUser(), postgres.ownerPassword());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("the test database refuses: " + sql, e);
        }
    }

    @Override
    public void close() {
        postgres.close();
    }
}
