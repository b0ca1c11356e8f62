package dev.millrace.train;

import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.runtime.Problem;
import dev.millrace.store.Registry;
import dev.millrace.store.VersionInfo;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the model and the version that a path names: models of models.yml, and those that have versions from earlier. */
final class KnownModels {
    private final Models models;
    private final Registry registry;

    KnownModels(Models models, Registry registry) {
        this.models = models;
        this.registry = registry;
    }

    NavigableSet<ModelName> all() {
        NavigableSet<ModelName> all = new TreeSet<>(registry.models());
        models.all().stream().map(ModelDefinition::name).forEach(all::add);
        return all;
    }

    /** Throws 404 with the names there are. */
    ModelName require(String name) {
        NavigableSet<ModelName> all = all();
        return all.stream()
                .filter(known -> known.value().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> Problem.of(404, "unknown-model", "there is no model of that name: known are " + all));
    }

    /** Throws 404 with the newest version there is. */
    VersionInfo require(ModelName model, int version) {
        return registry.version(model, version).orElseThrow(() -> unknownVersion(model, version));
    }

    Problem unknownVersion(ModelName model, int version) {
        List<VersionInfo> versions = registry.versions(model);
        String newest = Optional.of(versions)
                .filter(some -> !some.isEmpty())
                .map(some -> "the newest is " + some.getFirst().version())
                .orElse("it has none yet");
        return Problem.of(404, "unknown-version", "model '" + model + "' has no version " + version + ": " + newest);
    }
}
