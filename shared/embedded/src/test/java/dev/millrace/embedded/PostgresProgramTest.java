package dev.millrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostgresProgramTest {
    @Test
    void initdbOnAFullDisk_isSaidByItsReasonAndNotByItsLastLine() {
        String output = """
                creating configuration files ... ok
                performing post-bootstrap initialization ... 2030-01-01 UTC [9] FATAL:  could not write to file "base/4/3394_vm": No space left on device
                child process exited with exit code 1
                initdb: removing data directory "/data/postgres/server.part"
                """;
        assertThat(new PostgresProgram.Ended(1, output).reason())
                .isEqualTo("could not write to file \"base/4/3394_vm\": No space left on device");
    }

    @Test
    void programThatSaysNothingOfAnError_isSaidByItsLastLine() {
        assertThat(new PostgresProgram.Ended(1, "one\ntwo").reason()).isEqualTo("two");
        assertThat(new PostgresProgram.Ended(1, "").reason()).isEqualTo("no reason given");
    }
}
