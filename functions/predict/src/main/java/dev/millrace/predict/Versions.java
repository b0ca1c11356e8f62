package dev.millrace.predict;

import dev.millrace.document.InvalidInput;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.document.Strings;
import dev.millrace.runtime.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Finds the model and the loaded version that a URL names, or the {@link Problem} that says what is there instead. */
final class Versions {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Models models;
    private final Supplier<LoadedModels> loaded;

    Versions(Models models, Supplier<LoadedModels> loaded) {
        this.models = models;
        this.loaded = loaded;
    }

    /** Throws a {@link Problem} (404) for a model that is not in the models file. */
    ServedModel model(String name) {
        return loaded.get().of(definition(name).name());
    }

    /**
     * The version that answers when none is named, else the one of that number or alias.
     *
     * @throws Problem 404 for an unknown model, or a version that is not loaded; 503 when the model has none at all, or an
     *     alias of the registry is not loaded
     */
    LoadedVersion version(String model, Optional<String> numberOrAlias) {
        ServedModel served = model(model);
        Optional<LoadedVersion> found = numberOrAlias.isEmpty() ? served.serving() : served.find(numberOrAlias.get());
        return found.orElseThrow(() -> numberOrAlias.isEmpty() ? none(served) : absent(served, numberOrAlias.get()));
    }

    /** No version of a model answers. */
    static Problem none(ModelName model, String why) {
        return Problem.of(503, "no-model-version", why)
                .with("model", model.value())
                .retryAfter(RETRY_AFTER);
    }

    private static Problem none(ServedModel model) {
        return none(model.definition().name(), model.whyWaiting());
    }

    private static Problem absent(ServedModel model, String asked) {
        if (model.aliases().find(asked).isPresent()) {
            return none(
                    model.definition().name(),
                    "the version that '" + asked + "' names is not loaded: " + String.join("; ", model.notes()));
        }
        ModelName name = model.definition().name();
        String loaded = model.loaded()
                .map(version -> version.name() + " (" + model.aliases().nameOf(version.version()) + ")")
                .collect(Collectors.joining(", "));
        return Problem.of(
                404,
                "unknown-version",
                "model '" + name + "' has no version '" + Strings.shown(asked) + "' loaded here; loaded are: "
                        + (loaded.isEmpty() ? "none" : loaded) + ". POST /v2/repository/models/" + name
                        + "/load?version=N loads version N");
    }

    ModelDefinition definition(LoadedVersion version) {
        return models.require(version.model());
    }

    private ModelDefinition definition(String name) {
        try {
            return models.require(new ModelName(name));
        } catch (InvalidInput e) {
            throw Problem.of(404, "unknown-model", e.sentence());
        }
    }
}
