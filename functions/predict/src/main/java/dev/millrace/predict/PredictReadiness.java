package dev.millrace.predict;

import dev.millrace.runtime.ReadinessCheck;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Ready once every model that has a champion answers, and a pinned one with its pin: so a rollout by pins stops at the first
 * replica whose version does not load. From then on always: what answered once goes on answering, without the database, and
 * a new model's broken first version must not take the others off the air.
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
                .flatMap(model -> waiting(model).stream())
                .toList();
        wasReady = waiting.isEmpty();
        return wasReady ? Optional.empty() : Optional.of(String.join("; ", waiting));
    }

    private static Optional<String> waiting(ServedModel model) {
        if (model.aliases().wanted().isPresent() && model.serving().isEmpty()) {
            return Optional.of(model.whyWaiting());
        }
        return model.aliases()
                .pin()
                .filter(pin -> model.state() == ServedModel.State.FALLBACK)
                .map(pin -> "version " + pin + " of model '"
                        + model.definition().name() + "', which the setting pins names, does not answer"
                        + model.lastFailure()
                                .map(failure -> ": " + failure.reason())
                                .orElse(""));
    }
}
