package dev.millrace.predict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldoutAccuracyTest {
    @Test
    void accuracyOfTheMetrics_isRead() {
        String metrics =
                "{\"rows\": 9, \"labels\": {\"a\": {\"accuracy\": 0.1}}, \"accuracy\": 0.975, \"macro_f1\": 0.9}";

        assertThat(HoldoutAccuracy.of(metrics)).hasValue(0.975);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"accuracy\": \"high\"}", "{\"accuracy\": null}", "[]", "", "{\"accuracy\":"})
    void metricsWithoutIt_giveNone(String metrics) {
        assertThat(HoldoutAccuracy.of(metrics)).isEmpty();
    }
}
