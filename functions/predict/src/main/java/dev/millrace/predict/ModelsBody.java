package dev.millrace.predict;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a replica has loaded, as JSON. */
@Serdeable.Serializable
record ModelsBody(List<ModelBody> models, RegistryBody registry) {

    /** @param trouble why the registry could not be read the last time */
    @Serdeable.Serializable
    record RegistryBody(@JsonProperty("read_at") Optional<String> readAt, Optional<String> trouble) {}

    @Serdeable.Serializable
    record ModelBody(
            String name,
            String kind,
            List<String> labels,
            String state,
            Optional<VersionBody> serving,
            @JsonProperty("also_loaded") List<VersionBody> alsoLoaded,
            @JsonProperty("last_failure") Optional<FailureBody> lastFailure,
            List<String> notes) {}

    /** @param alias pinned, champion, previous, or none */
    @Serdeable.Serializable
    record VersionBody(
            String version,
            String alias,
            boolean pinned,
            @JsonProperty("loaded_at") String loadedAt,
            long bytes,
            @JsonProperty("memory_bytes") long memoryBytes,
            String sha256,
            Optional<Double> accuracy) {}

    @Serdeable.Serializable
    record FailureBody(
            String version,
            String at,
            String reason,
            int attempts,
            @JsonProperty("retry_at") String retryAt) {}

    static ModelsBody of(LoadedModels now) {
        return new ModelsBody(
                now.models().values().stream().map(ModelsBody::model).toList(),
                new RegistryBody(now.readAt().map(Object::toString), now.trouble()));
    }

    private static ModelBody model(ServedModel model) {
        return new ModelBody(
                model.definition().name().value(),
                model.definition().kind().name().toLowerCase(Locale.ROOT),
                model.serving()
                        .map(version -> version.classifier().labels())
                        .orElseGet(() -> List.copyOf(model.definition().labels())),
                model.state().name(),
                model.serving().map(version -> version(model, version)),
                model.spares().stream().map(version -> version(model, version)).toList(),
                model.lastFailure().map(ModelsBody::failure),
                model.notes());
    }

    private static VersionBody version(ServedModel model, LoadedVersion loaded) {
        OptionalDouble accuracy = loaded.holdout().accuracy();
        return new VersionBody(
                Integer.toString(loaded.version()),
                model.aliases().nameOf(loaded.version()),
                model.aliases().pin().equals(Optional.of(loaded.version())),
                loaded.loadedAt().toString(),
                loaded.bytes(),
                loaded.classifier().memoryBytes(),
                loaded.sha256(),
                accuracy.isPresent() ? Optional.of(accuracy.getAsDouble()) : Optional.empty());
    }

    private static FailureBody failure(LoadFailure failure) {
        return new FailureBody(
                Integer.toString(failure.version()),
                failure.at().toString(),
                failure.reason(),
                failure.attempts(),
                failure.retryAt().toString());
    }
}
