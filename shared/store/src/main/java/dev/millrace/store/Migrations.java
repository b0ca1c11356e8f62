package dev.millrace.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.postgresql.PGConnection;

/** Brings a database to the newest schema. Any number of processes may do it at once, any number of times. */
public final class Migrations {
    private static final int NEWEST = 5;

    private static final String LOCATION = "classpath:dev/millrace/store/migrations";
    /** Session lock: one process at a time makes the roles; the letters of "millrace" as a number. */
    private static final long ROLES_LOCK = 0x6d696c6c72616365L;

    private static final int ATTEMPTS = 10;
    /** Roles belong to the server, the lock to one database: migrations of two databases may meet in these. */
    private static final Set<String> MET_ANOTHER = Set.of("42710", "23505", "XX000", "40001");

    private Migrations() {}

    /**
     * Makes the login roles and the tables, or brings them up to date.
     *
     * @param ownerUser owner of the database, who may create roles
     * @param passwords new passwords of roles; a role without one keeps its own, or cannot log in yet. Only their SCRAM
     *     verifiers are sent, so that no log of the server can hold a password.
     */
    public static void migrate(
            String url, String ownerUser, String ownerPassword, Map<DatabaseRole, String> passwords) {
        try (Connection connection = DriverManager.getConnection(url, ownerUser, ownerPassword)) {
            execute(connection, "SELECT pg_advisory_lock(" + ROLES_LOCK + ")");
            for (DatabaseRole role : DatabaseRole.values()) {
                makeRole(connection, role);
            }
            letWatch(connection, DatabaseRole.MONITOR);
            for (Map.Entry<DatabaseRole, String> password : passwords.entrySet()) {
                setPassword(connection, password.getKey(), password.getValue());
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make the database's roles: " + e.getMessage(), e);
        }
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(url, ownerUser, ownerPassword)
                .locations(LOCATION)
                .loggers("slf4j")
                .load()
                .migrate();
    }

    /** The newest version of the schema that this code knows. */
    public static int newest() {
        return NEWEST;
    }

    /** Whether the schema is this code's or a newer one, by the newest thing in it; any role may ask. */
    static boolean hasNewest(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet column = statement.executeQuery("""
                        SELECT EXISTS (
                            SELECT FROM pg_attribute
                            WHERE attrelid = to_regclass('mark') AND attname = 'lost_from')
                        """)) {
            return column.next() && column.getBoolean(1);
        }
    }

    private static void makeRole(Connection connection, DatabaseRole role) throws SQLException {
        againWhenMet(() -> execute(connection, """
                DO $$
                BEGIN
                    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
                        CREATE ROLE %1$s LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;
                    END IF;
                END
                $$""".formatted(role.user())));
    }

    /** An owner that is no superuser may not be allowed to: then a superuser has to. */
    private static void letWatch(Connection connection, DatabaseRole role) throws SQLException {
        againWhenMet(() -> execute(connection, """
                DO $$
                BEGIN
                    IF NOT pg_has_role('%1$s', 'pg_monitor', 'MEMBER') THEN
                        GRANT pg_monitor TO %1$s;
                    END IF;
                EXCEPTION
                    WHEN insufficient_privilege THEN
                        RAISE WARNING '%1$s sees no statistics: as a superuser, GRANT pg_monitor TO %1$s';
                END
                $$""".formatted(role.user())));
    }

    private static void setPassword(Connection connection, DatabaseRole role, String password) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        againWhenMet(() -> postgres.alterUserPassword(role.user(), password.toCharArray(), "scram-sha-256"));
    }

    private static void againWhenMet(Step step) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                step.run();
                return;
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !MET_ANOTHER.contains(String.valueOf(e.getSQLState()))) {
                    throw e;
                }
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private interface Step {
        void run() throws SQLException;
    }
}
