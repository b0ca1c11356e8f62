package dev.millrace.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.runtime.FunctionMain;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.DatabaseSettings;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainSettingsTest {
    @Test
    void defaults_areThese() {
        try (ApplicationContext context = FunctionMain.start(
                List.of("train"),
                Map.of(
                        "MILLRACE_MODELS_FILE", Path.of("../../samples/models.yml"),
                        "MILLRACE_HOST", "127.0.0.1",
                        "MILLRACE_TRAIN_PORT", "0",
                        "MILLRACE_TRAIN_DATABASE_PASSWORD", "secret"))) {
            assertThat(context.getBean(TrainSettings.class))
                    .isEqualTo(new TrainSettings(
                            new DatabaseSettings(
                                    "jdbc:postgresql://localhost:5432/millrace",
                                    DatabaseRole.TRAIN.user(),
                                    "secret",
                                    5),
                            1,
                            8,
                            Duration.ofSeconds(2)));
        }
    }
}
