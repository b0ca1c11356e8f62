package dev.millrace.store;

import dev.millrace.embedded.EmbeddedPostgres;
import dev.millrace.embedded.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A migrated database for one test, in the one server of this JVM; closed, its pools are closed. */
final class StoreDatabase implements AutoCloseable {
    private static final String PASSWORD = "test only";
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final EmbeddedPostgres SERVER = start();
    private static final String TEMPLATE = migratedTemplate();

    private final String name;
    private final Map<DatabaseRole, Database> open = new EnumMap<>(DatabaseRole.class);
    private final Deque<Database> others = new ArrayDeque<>();

    private StoreDatabase(String name) {
        this.name = name;
    }

    /** A new database, without tables. */
    static StoreDatabase empty() {
        return make("");
    }

    /** A new database with the newest schema: a copy of one that was migrated. */
    static StoreDatabase fresh() {
        return make(" TEMPLATE " + TEMPLATE + " STRATEGY FILE_COPY");
    }

    private static StoreDatabase make(String how) {
        StoreDatabase database = new StoreDatabase("store_" + NUMBER.incrementAndGet());
        server(handle -> handle.execute("CREATE DATABASE " + database.name + how));
        return database;
    }

    private static String migratedTemplate() {
        StoreDatabase template = empty();
        template.migrate();
        return template.name;
    }

    private static void server(Consumer<Handle> work) {
        Jdbi.create(SERVER.url(), SERVER.ownerUser(), SERVER.ownerPassword()).useHandle(work::accept);
    }

    void migrate() {
        Migrations.migrate(
                url(),
                SERVER.ownerUser(),
                SERVER.ownerPassword(),
                Map.of(
                        DatabaseRole.CLEAN, PASSWORD,
                        DatabaseRole.TRAIN, PASSWORD,
                        DatabaseRole.PREDICT, PASSWORD,
                        DatabaseRole.MONITOR, PASSWORD));
    }

    String url() {
        return SERVER.url(name);
    }

    DatabaseSettings settings(DatabaseRole role) {
        return new DatabaseSettings(url(), role.user(), PASSWORD, 8);
    }

    /** The one pool of a role. */
    Database as(DatabaseRole role) {
        return open.computeIfAbsent(role, r -> Database.open(settings(r), null));
    }

    /** Another pool, as of another replica. */
    Database another(DatabaseRole role) {
        Database database = Database.open(settings(role), null);
        others.add(database);
        return database;
    }

    /** As a superuser: for looking, and for faults. */
    Jdbi owner() {
        return Jdbi.create(url(), SERVER.ownerUser(), SERVER.ownerPassword());
    }

    /** An outage: ends all connections, and refuses new ones. */
    void shut() {
        server(handle -> {
            handle.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
            handle.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = ?", name);
        });
    }

    void reopen() {
        server(handle -> handle.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true"));
    }

    long count(String sql) {
        return owner().withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + sql)
                .mapTo(Long.class)
                .one());
    }

    @Override
    public void close() {
        open.values().forEach(Database::close);
        others.forEach(Database::close);
        server(handle -> handle.execute("DROP DATABASE " + name + " WITH (FORCE)"));
    }

    private static EmbeddedPostgres start() {
        try {
            Path folder = Files.createTempDirectory("millrace-store");
            EmbeddedPostgres server = EmbeddedPostgres.start(folder, 0, Map.of("fsync", "off"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder), "stop-postgres"));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(EmbeddedPostgres server, Path folder) {
        server.close();
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be deleted: " + folder, e);
        }
    }
}
