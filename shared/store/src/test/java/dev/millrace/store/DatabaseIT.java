package dev.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DatabaseIT {
    @Test
    void poolOfADatabaseThatIsAway_opensAndSaysThatItDoesNotAnswer() {
        DatabaseSettings away = new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/none", "nobody", "secret", 2);
        try (Database database = Database.open(away, null)) {
            assertThat(database.answers()).isFalse();
            assertThatThrownBy(() -> new Topics(database).newest()).matches(DatabaseErrors::isTransient, "transient");
        }
    }

    @Test
    void databaseThatWasNeverThere_saysWhyAndQuickly() {
        DatabaseSettings away = new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/none", "nobody", "secret", 2);
        try (Database database = Database.open(away, null)) {
            long began = System.nanoTime();
            assertThat(database.trouble())
                    .get()
                    .asString()
                    .startsWith("the database does not answer: Connection to 127.0.0.1:1 refused");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void databaseWithoutTables_asksForTheMigration() {
        try (StoreDatabase tables = StoreDatabase.empty()) {
            Database database = tables.as(DatabaseRole.CLEAN);
            assertThat(database.trouble()).get().asString().contains("train --migrate");

            tables.migrate();
            assertThat(database.trouble()).isEmpty();
        }
    }

    @Test
    void wrongPassword_isSaidAsWhatItIs() {
        try (StoreDatabase tables = StoreDatabase.fresh()) {
            DatabaseSettings good = tables.settings(DatabaseRole.CLEAN);
            try (Database database = Database.open(new DatabaseSettings(good.url(), good.user(), "wrong", 2), null)) {
                assertThat(database.trouble())
                        .get()
                        .asString()
                        .startsWith("the database refuses the connection: ")
                        .contains("password");
            }
        }
    }

    @Test
    void databaseThatGoesAway_isMissedQuicklyAndFoundAgain() {
        try (StoreDatabase tables = StoreDatabase.fresh()) {
            Database database = tables.as(DatabaseRole.CLEAN);
            assertThat(database.answers()).isTrue();

            tables.shut();
            assertThat(database.answers()).isFalse();
            long began = System.nanoTime();
            assertThat(database.answers()).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));

            tables.reopen();
            while (!database.answers()) { // the time limit of the class ends it
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    @Test
    void statementThatTakesTooLong_isCancelledByTheServer() {
        try (StoreDatabase tables = StoreDatabase.fresh()) {
            DatabaseSettings usual = tables.settings(DatabaseRole.TRAIN);
            DatabaseSettings hasty =
                    new DatabaseSettings(usual.url(), usual.user(), usual.password(), 1, Duration.ofMillis(100));
            try (Database database = Database.open(hasty, null)) {
                assertThatThrownBy(() -> database.jdbi().useHandle(handle -> handle.execute("SELECT pg_sleep(10)")))
                        .matches(DatabaseErrors::isTransient, "transient")
                        .hasMessageContaining("statement timeout");
                assertThat(new Snapshots(database).take(Rows.SPAM).rows())
                        .as("a snapshot has a limit of its own")
                        .isEmpty();
                assertThat(database.answers()).isTrue();
            }
        }
    }

    @Test
    void settings_doNotShowThePassword() {
        assertThat(new DatabaseSettings("jdbc:postgresql://db/millrace?password=secret", "me", "secret", 2).toString())
                .isEqualTo("me at jdbc:postgresql://db/millrace (2 connections)");
    }

    @Test
    void wrongSettings_areRefusedWithTheirName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DatabaseSettings("db:5432", "me", "secret", 2))
                .withMessageContaining("url");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DatabaseSettings("jdbc:postgresql://db/millrace", "me", "secret", 0))
                .withMessageContaining("poolSize");
    }
}
