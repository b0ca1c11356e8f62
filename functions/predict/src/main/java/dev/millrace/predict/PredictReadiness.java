package dev.millrace.predict;

import dev.millrace.runtime.ReadinessCheck;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Ready once every model that has a champion answers. From then on always: what answered once goes on answering, without
 * the database, and a new model's broken first version must not take the others off the air.
 */
final class PredictReadiness implements ReadinessCheck {
    private final Supplier<LoadedModels> loaded;
    private volatile boolean wasReady;

    PredictReadiness(Supplier<LoadedModels> loaded) {
        this.loaded = loaded;
    }

    @Override
    public String name() {
        return "models";
    }

    @Override
    public Optional<String> notReady() {
        if (wasReady) {
            return Optional.empty();
        }
        LoadedModels now = loaded.get();
        if (now.readAt().isEmpty()) {
            return Optional.of("the registry was not read yet"
                    + now.trouble().map(why -> ": " + why).orElse(""));
        }
        List<String> waiting = now.models().values().stream()
                .filter(model ->
                        model.aliases().wanted().isPresent() && model.serving().isEmpty())
                .map(ServedModel::whyWaiting)
                .toList();
        wasReady = waiting.isEmpty();
        return wasReady ? Optional.empty() : Optional.of(String.join("; ", waiting));
    }
}
