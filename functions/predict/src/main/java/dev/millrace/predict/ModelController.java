package dev.millrace.predict;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
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

    @Get(uris = {"/{model}", "/{model}/versions/{version}"})
    Map<String, Object> model(@PathVariable String model, @Nullable @PathVariable String version) {
        return ModelDescription.metadata(versions.model(model), described(model, version));
    }

    @Get(uris = {"/{model}/ready", "/{model}/versions/{version}/ready"})
    Map<String, Object> ready(@PathVariable String model, @Nullable @PathVariable String version) {
        LoadedVersion answering = versions.version(model, Optional.ofNullable(version));
        return Map.of("name", answering.model().value(), "ready", true);
    }

    @Get(uris = {"/{model}/config", "/{model}/versions/{version}/config"})
    Map<String, Object> config(@PathVariable String model, @Nullable @PathVariable String version) {
        return ModelDescription.configuration(versions.model(model), described(model, version));
    }

    @Get("/stats")
    Map<String, Object> stats() {
        return stats(loaded.get().models().values().stream().flatMap(ServedModel::loaded));
    }

    @Get(uris = {"/{model}/stats", "/{model}/versions/{version}/stats"})
    Map<String, Object> stats(@PathVariable String model, @Nullable @PathVariable String version) {
        return stats(
                version == null
                        ? versions.model(model).loaded()
                        : Stream.of(versions.version(model, Optional.of(version))));
    }

    /** Without a version that of the champion, if there is one: a model without any is described, too. */
    private Optional<LoadedVersion> described(String model, @Nullable String version) {
        return version == null
                ? versions.model(model).serving()
                : Optional.of(versions.version(model, Optional.of(version)));
    }

    private static Map<String, Object> stats(Stream<LoadedVersion> versions) {
        List<Map<String, Object>> stats = versions.map(StatsBody::of).toList();
        return Map.of("model_stats", stats);
    }
}
