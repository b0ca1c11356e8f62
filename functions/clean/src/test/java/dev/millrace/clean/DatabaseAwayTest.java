package dev.millrace.clean;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.runtime.Problem;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class DatabaseAwayTest {
    private final DatabaseAway away = new DatabaseAway();

    @Test
    void connectionThatIsLost_is503() {
        RuntimeException failure = new IllegalStateException(new SQLException("connection refused", "08001"));
        assertThat(away.problem(failure)).map(Problem::status).contains(503);
    }

    @Test
    void otherFailures_stayWhatTheyAre() {
        assertThat(away.problem(new IllegalStateException(new SQLException("no such column", "42703"))))
                .isEmpty();
    }
}
