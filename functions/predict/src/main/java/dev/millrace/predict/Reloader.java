package dev.millrace.predict;

import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.store.DatabaseErrors;
import dev.millrace.store.Registry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings this replica in line with the registry: reads the aliases, has each model's follower load what they name, and
 * swaps the one {@link LoadedModels} that requests see. One thread calls it.
 */
final class Reloader {
    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

    private final Registry registry;
    private final PredictSettings settings;
    private final PredictMetrics metrics;
    private final InstantSource clock;
    private final HeldVersions held;
    private final Map<ModelName, ModelFollower> followers = new LinkedHashMap<>();
    private final AtomicReference<LoadedModels> loaded;

    Reloader(
            Models models,
            Registry registry,
            PredictSettings settings,
            HeldVersions held,
            PredictMetrics metrics,
            InstantSource clock) {
        this.registry = registry;
        this.settings = settings;
        this.held = held;
        this.metrics = metrics;
        this.clock = clock;
        ModelLoader loader = new ModelLoader(registry, clock, settings.memoryLimit());
        for (ModelDefinition model : models.all()) {
            followers.put(model.name(), new ModelFollower(model, loader, metrics, clock));
        }
        loaded = new AtomicReference<>(new LoadedModels(served(), Optional.empty(), Optional.empty()));
        metrics.show(loaded());
    }

    /** What is loaded now; any thread may ask. */
    LoadedModels loaded() {
        return Objects.requireNonNull(loaded.get());
    }

    /**
     * One round. Throws what the registry throws when the database does not answer; what is loaded then stays.
     *
     * @param noticed models of which an alias was moved: their failed versions are tried again at once
     */
    void reload(Set<ModelName> noticed) {
        LoadedModels before = loaded();
        Map<ModelName, Map<String, Integer>> aliases = registry.aliases();
        followers.forEach((name, follower) -> follower.follow(
                Aliases.of(
                        Optional.ofNullable(settings.pins().get(name)),
                        aliases.getOrDefault(name, Map.of()),
                        held.of(name)),
                noticed.contains(name)));
        for (ModelFollower follower : followers.values()) {
            follower.serve(settings.memoryLimit() - servingBytes() + follower.servingBytes());
            publishServing();
        }
        Optional<Instant> readAt = Optional.of(clock.instant());
        publish(new LoadedModels(served(), readAt, Optional.empty()));
        for (ModelFollower follower : followers.values()) {
            follower.keepSpares(settings.memoryLimit() - servingBytes() - spareBytes() + follower.spareBytes());
        }
        publish(new LoadedModels(served(), readAt, Optional.empty()));
        logNotes(before);
    }

    /** The registry could not be read: said in {@code /models}, once in the log; what is loaded goes on answering. */
    void unreachable(RuntimeException why) {
        LoadedModels now = loaded();
        boolean away = DatabaseErrors.isTransient(why) || DatabaseErrors.isWithoutTables(why);
        String trouble = DatabaseErrors.sentence(why);
        if (!now.trouble().equals(Optional.of(trouble))) {
            LOG.warn("the registry cannot be read, what is loaded goes on answering: {}", trouble, away ? null : why);
        }
        publish(new LoadedModels(now.models(), now.readAt(), Optional.of(trouble)));
    }

    // Does not wait for the models still to load: the time of reading comes when all are there.
    private void publishServing() {
        LoadedModels now = loaded();
        publish(new LoadedModels(served(), now.readAt(), now.trouble()));
    }

    private void publish(LoadedModels next) {
        LoadedModels before = loaded();
        loaded.set(next);
        metrics.show(next);
        next.models().forEach((name, model) -> logSwap(before.of(name), model));
        if (before.trouble().isPresent() && next.trouble().isEmpty()) {
            LOG.info("the registry can be read again");
        }
    }

    private static void logSwap(ServedModel before, ServedModel now) {
        ModelName name = now.definition().name();
        Optional<Integer> from = before.serving().map(LoadedVersion::version);
        Optional<Integer> to = now.serving().map(LoadedVersion::version);
        if (!to.equals(from)) {
            LOG.atInfo()
                    .addKeyValue("model", name.value())
                    .addKeyValue("model_version", to.orElse(0))
                    .log("model {}: version {} answers (before: {})", name, to.orElse(0), from.orElse(0));
        }
        if (!now.lastFailure().equals(before.lastFailure())) {
            now.lastFailure()
                    .ifPresent(f -> LOG.atError()
                            .addKeyValue("model", name.value())
                            .addKeyValue("model_version", f.version())
                            .log("model {}: version {} does not load: {}", name, f.version(), f.reason()));
        }
    }

    /** At the end of a round only: within it, what is still to load is missing of course. */
    private void logNotes(LoadedModels before) {
        loaded().models().forEach((name, model) -> {
            if (!model.notes().equals(before.of(name).notes())) {
                model.notes().forEach(note -> LOG.warn("model {}: {}", name, note));
            }
        });
    }

    private Map<ModelName, ServedModel> served() {
        Map<ModelName, ServedModel> served = new LinkedHashMap<>();
        followers.forEach((name, follower) -> served.put(name, follower.served()));
        return served;
    }

    private long servingBytes() {
        return followers.values().stream()
                .mapToLong(ModelFollower::servingBytes)
                .sum();
    }

    private long spareBytes() {
        return followers.values().stream().mapToLong(ModelFollower::spareBytes).sum();
    }
}
