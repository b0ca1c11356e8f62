package dev.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.store.Database;
import dev.millrace.store.DatabaseRole;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestDatabaseIT {
    @ParameterizedTest
    @EnumSource(value = DatabaseRole.class, mode = EnumSource.Mode.EXCLUDE, names = "MONITOR")
    void freshDatabase_opensAsEachRole(DatabaseRole role) {
        try (Database database = TestDatabase.fresh().open(role)) {
            assertThat(database.answers()).isTrue();
        }
    }

    @Test
    void twoDatabases_areMigratedAndApart() throws SQLException {
        TestDatabase one = TestDatabase.fresh();
        TestDatabase two = TestDatabase.fresh();
        assertThat(one.url()).isNotEqualTo(two.url());
        String tables = "SELECT count(*) FROM information_schema.tables WHERE table_name = 'document'";
        assertThat(query(one, tables)).isEqualTo(query(two, tables)).isEqualTo("1");
    }

    @Test
    void rightsOnTheDatabase_areTheMigrations() throws SQLException {
        TestDatabase database = TestDatabase.fresh();
        String mayConnect = "SELECT has_database_privilege('%s', current_database(), 'CONNECT')";
        assertThat(query(database, mayConnect.formatted("millrace_clean"))).isEqualTo("t");
        assertThat(query(database, mayConnect.formatted("pg_monitor"))).isEqualTo("f");
    }

    private static String query(TestDatabase database, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.url(), database.ownerUser(), database.ownerPassword());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
