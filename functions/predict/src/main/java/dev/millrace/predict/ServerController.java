package dev.millrace.predict;

import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.runtime.CodeVersion;
import dev.millrace.runtime.Health;
import dev.millrace.runtime.Problem;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the Open Inference Protocol asks of a server as a whole. */
@Controller("/v2")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ServerController {
    private static final List<String> EXTENSIONS = List.of(
            "binary_tensor_data",
            "classification",
            "model_configuration",
            "model_repository",
            "parameters",
            "statistics");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Models models;
    private final Health health;
    private final CodeVersion code;

    ServerController(Models models, Health health, CodeVersion code) {
        this.models = models;
        this.health = health;
        this.code = code;
    }

    @Get
    Map<String, Object> server() {
        return Map.of("name", "millrace", "version", code.value(), "extensions", EXTENSIONS);
    }

    @Get("/health/live")
    Map<String, Boolean> live() {
        require(health.dead());
        return Map.of("live", true);
    }

    /** Both members: the protocol's text names the one, its clients read the other. */
    @Get("/health/ready")
    Map<String, Boolean> ready() {
        require(health.notReady());
        return Map.of("ready", true, "live", true);
    }

    @Get("/models")
    Map<String, List<String>> models() {
        return Map.of(
                "models",
                models.all().stream()
                        .map(ModelDefinition::name)
                        .map(ModelName::value)
                        .toList());
    }

    private static void require(Map<String, String> reasons) {
        if (!reasons.isEmpty()) {
            throw Problem.of(503, "not-ready", String.join("; ", reasons.values()))
                    .retryAfter(RETRY_AFTER);
        }
    }
}
