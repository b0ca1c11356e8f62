package dev.millrace.train;

import dev.millrace.document.ModelName;
import dev.millrace.store.Registry;
import dev.millrace.store.VersionInfo;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.inject.Named;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the registry: models, versions, where they come from and what they are worth. */
@Controller("/registry/models")
@ExecuteOn(TaskExecutors.BLOCKING)
final class RegistryController {
    private final Registry registry;
    private final KnownModels known;
    private final StoredJson json;

    RegistryController(@Named("train") Registry registry, KnownModels known, StoredJson json) {
        this.registry = registry;
        this.known = known;
        this.json = json;
    }

    @Get
    Map<String, Object> models() {
        return DatabaseCall.of(() -> {
            Map<ModelName, Map<String, Integer>> aliases = registry.aliases();
            return Map.of(
                    "models",
                    known.all().stream()
                            .map(model -> line(model, aliases.getOrDefault(model, Map.of())))
                            .toList());
        });
    }

    @Get("/{model}/versions")
    Map<String, Object> versions(@PathVariable String model) {
        return DatabaseCall.of(() -> {
            ModelName name = known.require(model);
            Map<String, Integer> aliases = registry.aliases(name);
            Map<String, Object> answer = line(name, aliases);
            List<VersionInfo> versions = registry.versions(name);
            answer.put(
                    "versions",
                    versions.stream()
                            .map(version -> VersionAnswer.line(version, aliases, json))
                            .toList());
            return answer;
        });
    }

    @Get("/{model}/versions/{version}")
    Map<String, Object> version(@PathVariable String model, @PathVariable int version) {
        return DatabaseCall.of(() -> {
            ModelName name = known.require(model);
            return VersionAnswer.whole(known.require(name, version), registry.aliases(name), json);
        });
    }

    private static Map<String, Object> line(ModelName model, Map<String, Integer> aliases) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("model", model.value());
        line.put("aliases", aliases);
        return line;
    }
}
