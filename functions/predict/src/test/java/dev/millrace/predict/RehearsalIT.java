package dev.millrace.predict;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class RehearsalIT {
    @Test
    void rehearsal_withoutDatabaseOrSetting_endsWithAllAnswersRight() throws IOException {
        String said = Rehearsal.run();
        assertTrue(said.matches("rehearsed: \\d{3,} answers, all as they must be"), said);
    }
}
