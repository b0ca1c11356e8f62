package dev.millrace.predict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldoutFiguresTest {
    private static final OptionalDouble NONE = OptionalDouble.empty();

    @Test
    void figuresOfTheMetrics_areRead() {
        String metrics =
                "{\"rows\": 9, \"labels\": {\"a\": {\"accuracy\": 0.1}}, \"accuracy\": 0.975, \"macro_f1\": 0.9,"
                        + " \"log_loss\": 0.25, \"calibration_error\": 0}";

        assertThat(HoldoutFigures.of(metrics))
                .isEqualTo(new HoldoutFigures(
                        OptionalDouble.of(0.975),
                        OptionalDouble.of(0.9),
                        OptionalDouble.of(0.25),
                        OptionalDouble.of(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"accuracy\": \"high\"}", "{\"accuracy\": null}", "[]", "", "{\"accuracy\":"})
    void metricsWithoutThem_giveNone(String metrics) {
        assertThat(HoldoutFigures.of(metrics)).isEqualTo(new HoldoutFigures(NONE, NONE, NONE, NONE));
    }
}
