package dev.millrace.predict;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the Open Inference Protocol asks of one model, or of one version (a number or an alias) of it. */
@Controller("/v2/models")
final class ModelController {
    private final Versions versions;
    private final Supplier<LoadedModels> loaded;

    ModelController(Versions versions, Reloader reloader) {
        this.versions = versions;
        this.loaded = reloader::loaded;
    }

    @Get("/{model}")
    Map<String, Object> model(String model) {
        ServedModel served = versions.model(model);
        return ModelDescription.metadata(served, served.serving());
    }

    @Get("/{model}/versions/{version}")
    Map<String, Object> version(String model, String version) {
        return ModelDescription.metadata(
                versions.model(model), Optional.of(versions.version(model, Optional.of(version))));
    }

    @Get("/{model}/ready")
    Map<String, Object> modelReady(String model) {
        return ready(versions.version(model, Optional.empty()));
    }

    @Get("/{model}/versions/{version}/ready")
    Map<String, Object> versionReady(String model, String version) {
        return ready(versions.version(model, Optional.of(version)));
    }

    @Get("/{model}/config")
    Map<String, Object> modelConfig(String model) {
        ServedModel served = versions.model(model);
        return ModelDescription.configuration(served, served.serving());
    }

    @Get("/{model}/versions/{version}/config")
    Map<String, Object> versionConfig(String model, String version) {
        return ModelDescription.configuration(
                versions.model(model), Optional.of(versions.version(model, Optional.of(version))));
    }

    @Get("/stats")
    Map<String, Object> stats() {
        return stats(loaded.get().models().values().stream().flatMap(ServedModel::loaded));
    }

    @Get("/{model}/stats")
    Map<String, Object> modelStats(String model) {
        return stats(versions.model(model).loaded());
    }

    @Get("/{model}/versions/{version}/stats")
    Map<String, Object> versionStats(String model, String version) {
        return stats(Stream.of(versions.version(model, Optional.of(version))));
    }

    private static Map<String, Object> ready(LoadedVersion version) {
        return Map.of("name", version.model().value(), "ready", true);
    }

    private static Map<String, Object> stats(Stream<LoadedVersion> versions) {
        List<Map<String, Object>> stats = versions.map(StatsBody::of).toList();
        return Map.of("model_stats", stats);
    }
}
