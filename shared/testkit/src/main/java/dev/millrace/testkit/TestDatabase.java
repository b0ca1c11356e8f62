package dev.millrace.testkit;

import dev.millrace.embedded.EmbeddedPostgres;
import dev.millrace.store.Database;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.DatabaseSettings;

/**
 * A migrated database of a test's own, empty, in the one PostgreSQL server of this JVM's tests. The roles and their
 * passwords belong to the server: all databases share them.
 */
public final class TestDatabase {
    private static final OncePerJvm<MigratedServer> SERVER = new OncePerJvm<>("database", MigratedServer::start);
    private static final int POOL_SIZE = 4;

    private final EmbeddedPostgres server;
    private final String name;

    private TestDatabase(EmbeddedPostgres server, String name) {
        this.server = server;
        this.name = name;
    }

    /** Makes one; the first call starts the server and migrates, the others copy. */
    public static TestDatabase fresh() {
        MigratedServer server = SERVER.get();
        return new TestDatabase(server.postgres(), server.copy());
    }

    /** A JDBC URL, without user and password. */
    public String url() {
        return server.url(name);
    }

    /** A superuser, for what no role of a function may do. */
    public String ownerUser() {
        return server.ownerUser();
    }

    public String ownerPassword() {
        return server.ownerPassword();
    }

    /** The password of a role. */
    public String password(DatabaseRole role) {
        return MigratedServer.password(role);
    }

    public DatabaseSettings settings(DatabaseRole role) {
        return new DatabaseSettings(url(), role.user(), password(role), POOL_SIZE);
    }

    /** Opens a small pool as that role; the caller closes it. */
    public Database open(DatabaseRole role) {
        return Database.open(settings(role), null);
    }
}
