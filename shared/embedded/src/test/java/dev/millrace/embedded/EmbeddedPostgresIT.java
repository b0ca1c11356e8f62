package dev.millrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
    @TempDir
    Path data;

    @Test
    void startedAgain_findsItsRowsOnAnotherPort() throws SQLException {
        String firstUrl;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
            firstUrl = postgres.url();
            execute(postgres, "CREATE TABLE kept (n int)");
            execute(postgres, "INSERT INTO kept VALUES (7)");
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
            assertThat(postgres.url()).isNotEqualTo(firstUrl);
            assertThat(query(postgres, "SELECT n FROM kept")).isEqualTo("7");
        }
    }

    @Test
    void folderCopiedWithOtherRights_startsAgain() throws Exception {
        EmbeddedPostgres.start(data).close();
        Files.setPosixFilePermissions(data.resolve("server"), PosixFilePermissions.fromString("rwxr-xr-x"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void twoFolders_runSideBySide(@TempDir Path other) throws SQLException {
        try (EmbeddedPostgres one = EmbeddedPostgres.start(data);
                EmbeddedPostgres two = EmbeddedPostgres.start(other)) {
            assertThat(query(one, "SHOW data_directory")).isNotEqualTo(query(two, "SHOW data_directory"));
            assertThat(one.ownerPassword()).isNotEqualTo(two.ownerPassword());
        }
    }

    @Test
    void settings_areThoseOfARealStoreReachableFromHereAlone() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
            assertThat(query(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(query(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(postgres, "SHOW server_version")).startsWith("18");
            assertThat(query(postgres, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(query(postgres, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'"))
                    .isEqualTo("0");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("owner-password"))))
                .isEqualTo("rw-------");
    }

    @Test
    void wrongPassword_isRefused() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.url(), postgres.ownerUser(), "guessed"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void passwordPutThereBeforeTheFirstStart_isTheOwners() throws Exception {
        Files.writeString(data.resolve("owner-password"), "chosen by hand\n");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
            assertThat(postgres.ownerPassword()).isEqualTo("chosen by hand");
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void folderInUse_isRefusedWithTheWayOut() throws SQLException {
        try (EmbeddedPostgres running = EmbeddedPostgres.start(data)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(data))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("is in use by another Millrace");
            assertThat(query(running, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void folderThatCannotBeMade_isRefusedWithTheWayOut() throws IOException {
        Path file = Files.createFile(data.resolve("file"));
        assertThatThrownBy(() -> EmbeddedPostgres.start(file.resolve("folder")))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("cannot be written")
                .hasMessageContaining("give another folder");
    }

    @Test
    void pidOfAnotherProgram_doesNotStopTheNextStart() throws Exception {
        EmbeddedPostgres.start(data).close();
        Process other = new ProcessBuilder("sleep", "300").start();
        try {
            Files.write(
                    data.resolve("server/postmaster.pid"),
                    List.of(
                            Long.toString(other.pid()),
                            data.resolve("server").toString(),
                            "1",
                            "1",
                            "",
                            "127.0.0.1",
                            "0 0",
                            "ready"));
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
                assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
            }
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void ownerKilled_nextStartStopsTheOrphanAndFindsTheRows() throws Exception {
        Process owner = JvmOf.start(PostgresOwner.class, data.toString());
        assertThat(JvmOf.lineOf(owner, "jdbc:")).isPresent();
        owner.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        long orphan = Long.parseLong(
                Files.readAllLines(data.resolve("server/postmaster.pid")).getFirst());
        assertThat(ProcessHandle.of(orphan).flatMap(process -> process.info().command()))
                .isPresent();

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
            assertThat(ProcessHandle.of(orphan)
                            .flatMap(process -> process.info().command()))
                    .isEmpty();
            assertThat(query(postgres, "SELECT n FROM kept")).isEqualTo("7");
        }
    }

    /** The main of the process that is killed: starts, writes a row, waits. */
    static final class PostgresOwner {
        private PostgresOwner() {}

        public static void main(String[] args) throws Exception {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(args[0]));
            execute(postgres, "CREATE TABLE kept AS SELECT 7 AS n");
            System.out.println(postgres.url());
            System.in.read(); // ends with the test at the latest
            Runtime.getRuntime().halt(1);
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.url(), postgres.ownerUser(), postgres.ownerPassword());
    }
}
