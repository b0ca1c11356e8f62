package dev.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseErrorsTest {
    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "53100", "53300", "57P01", "57P03", "57014", "40001", "40P01", "55P03"})
    void faultThatPasses_isTransientHoweverDeepItLies(String state) {
        assertThat(DatabaseErrors.isTransient(
                        new IllegalStateException(new RuntimeException(new SQLException("x", state)))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "22021", "23505", "23514", "42501", "42P01", "28P01"})
    void faultThatStays_isNotTransient(String state) {
        assertThat(DatabaseErrors.isTransient(new RuntimeException(new SQLException("x", state))))
                .isFalse();
    }

    @Test
    void fullPool_isTransient() {
        assertThat(DatabaseErrors.isTransient(new SQLTransientConnectionException("no connection in 5 s")))
                .isTrue();
    }

    @Test
    void errorsOfABatch_areLookedThrough() {
        BatchUpdateException batch = new BatchUpdateException("batch", "22000", new int[0]);
        batch.setNextException(new SQLException("gone", "08006"));

        assertThat(DatabaseErrors.isTransient(new RuntimeException(batch))).isTrue();
    }

    @Test
    void circleOfCauses_ends() {
        RuntimeException first = new RuntimeException("first");
        first.initCause(new RuntimeException("second", first));

        assertThat(DatabaseErrors.isTransient(first)).isFalse();
    }
}
