package dev.millrace.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.runtime.FunctionMain;
import dev.millrace.runtime.InvalidSetting;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictSettingsTest {
    @Test
    void defaults_areTheseNumbers() {
        try (ApplicationContext context = start(Map.of("millrace.predict.pins", "spam=3, iris=1"))) {
            PredictSettings settings = context.getBean(PredictSettings.class);

            assertThat(settings.poll()).isEqualTo(Duration.ofSeconds(2));
            assertThat(settings.memoryLimit()).isEqualTo(128L << 20);
            assertThat(settings.bodyLimit()).isEqualTo(8 << 20);
            assertThat(settings.bodyMemory()).isEqualTo(32 << 20);
            assertThat(settings.pendingLimit()).isEqualTo(192 << 10);
            assertThat(settings.instanceLimit()).isEqualTo(1000);
            assertThat(settings.database().poolSize()).isEqualTo(2);
            assertThat(settings.database().user()).isEqualTo("millrace_predict");
            assertThat(settings.pins()).isEqualTo(Map.of(SmallModels.SPAM, 3, SmallModels.IRIS, 1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "pins, spam",
        "pins, spam=0",
        "pins, spa=1",
        "pins, Spam=1",
        "poll, 1ms",
        "poll, often",
        "memory-limit, 0",
        "body-limit, 1GB",
        "pending-limit, 0",
        "instance-limit, 0"
    })
    void wrongValue_namesTheKey(String key, String value) {
        assertThatThrownBy(() -> start(Map.of("millrace.predict." + key, value)).close())
                .hasRootCauseInstanceOf(InvalidSetting.class)
                .rootCause()
                .hasMessageStartingWith("millrace.predict." + key + " ");
    }

    private static ApplicationContext start(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "MILLRACE_MODELS_FILE", "../../samples/models.yml",
                "MILLRACE_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/none",
                "MILLRACE_PREDICT_DATABASE_PASSWORD", "none",
                "millrace.runtime.host", "127.0.0.1",
                "millrace.predict.port", 0));
        properties.putAll(more);
        return FunctionMain.start(List.of("predict"), properties);
    }
}
