import dev.millrace.embedded.EmbeddedPostgres;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.Migrations;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.Flyway;

/**
 * A migrated database as a process of its own, for checks. Arguments: folder, port, settings as {@code name=value}, of which
 * {@code schema=1} leaves it as the build that knew no newer version of the schema did. Prints a
 * line when it is ready, then runs each line of standard input as a statement of its owner, and prints {@code done} with the
 * rows as JSON or what went wrong; stops at its end.
 */
void main(String[] args) throws Exception {
    Map<DatabaseRole, String> passwords = new EnumMap<>(DatabaseRole.class);
    for (DatabaseRole role : DatabaseRole.values()) {
        passwords.put(role, "check-" + role.user());
    }
    Map<String, String> settings = new HashMap<>();
    for (int i = 2; i < args.length; i++) {
        settings.put(args[i].split("=", 2)[0], args[i].split("=", 2)[1]);
    }
    String schema = settings.remove("schema");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(args[0]), Integer.parseInt(args[1]), settings)) {
        if (schema == null) {
            Migrations.migrate(postgres.url(), postgres.ownerUser(), postgres.ownerPassword(), passwords);
        } else {
            migrateTo(schema, postgres, passwords);
        }
        IO.println("ready");
        BufferedReader statements = new BufferedReader(new InputStreamReader(System.in));
        for (String sql = statements.readLine(); sql != null; sql = statements.readLine()) {
            try {
                IO.println("done " + run(postgres, sql));
            } catch (SQLException e) {
                IO.println("failed: " + e.getMessage().replace('\n', ' '));
            }
        }
    }
}

void migrateTo(String schema, EmbeddedPostgres postgres, Map<DatabaseRole, String> passwords) throws SQLException {
    for (DatabaseRole role : DatabaseRole.values()) {
        run(postgres, "CREATE ROLE " + role.user() + " LOGIN PASSWORD '" + passwords.get(role) + "'");
    }
    Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(postgres.url(), postgres.ownerUser(), postgres.ownerPassword())
            .locations("classpath:dev/millrace/store/migrations")
            .target(schema)
            .load()
            .migrate();
}

String run(EmbeddedPostgres postgres, String sql) throws SQLException {
    boolean asks = sql.regionMatches(true, 0, "SELECT", 0, 6);
    try (Connection connection =
                    DriverManager.getConnection(postgres.url(), postgres.ownerUser(), postgres.ownerPassword());
            Statement statement = connection.createStatement()) {
        if (!asks) {
            return Integer.toString(statement.executeUpdate(sql));
        }
        try (ResultSet rows = statement.executeQuery(
                "SELECT coalesce(json_agg(row), '[]')::text FROM (" + sql + ") AS row")) {
            rows.next();
            return rows.getString(1).replace("\n", "");
        }
    }
}
