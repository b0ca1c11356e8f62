package dev.millrace.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.ModelDefinition;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static final ModelDefinition IRIS = Bench.IRIS;

    @Test
    void sameSnapshotSettingsAndCode_areEqual() {
        assertThat(Fingerprint.of("snapshot", IRIS, "code")).isEqualTo(Fingerprint.of("snapshot", IRIS, "code"));
    }

    @Test
    void anotherSchedule_changesNothing() {
        assertThat(Fingerprint.of("snapshot", Bench.scheduled(IRIS, "* * * * *"), "code"))
                .isEqualTo(Fingerprint.of("snapshot", IRIS, "code"));
    }

    @Test
    void anotherGate_isAnotherFingerprint() {
        assertThat(Fingerprint.of("snapshot", Bench.withLevel(IRIS, 0.01), "code"))
                .isNotEqualTo(Fingerprint.of("snapshot", IRIS, "code"));
    }
}
