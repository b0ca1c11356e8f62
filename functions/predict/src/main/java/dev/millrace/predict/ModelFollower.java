package dev.millrace.predict;

import dev.millrace.document.ModelDefinition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows one model: what its aliases name, is loaded; what they name no longer, is let go. For the reloading thread
 * alone; others see the {@link ServedModel}s it gives.
 *
 * <p>What answers is replaced by the wanted version only (pin, else champion), and only once that is loaded. A replica with
 * nothing takes {@code previous} when the wanted one does not load.
 */
final class ModelFollower {
    private final ModelDefinition model;
    private final ModelLoader loader;
    private final PredictMetrics metrics;
    private final InstantSource clock;
    private final Map<Integer, LoadedVersion> loaded = new HashMap<>();
    private final Map<Integer, LoadFailure> failures = new HashMap<>();
    /** Versions that the memory limit leaves out, until the aliases change. */
    private final Set<Integer> leftOut = new HashSet<>();

    private Aliases aliases = Aliases.NONE;
    private Optional<Integer> serving = Optional.empty();
    private Optional<LoadFailure> lastFailure = Optional.empty();

    ModelFollower(ModelDefinition model, ModelLoader loader, PredictMetrics metrics, InstantSource clock) {
        this.model = model;
        this.loader = loader;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** @param again forget when failed versions are due: somebody moved an alias, and may have mended them */
    void follow(Aliases now, boolean again) {
        if (!now.equals(aliases)) {
            aliases = now;
            leftOut.clear();
        }
        failures.keySet().retainAll(now.all());
        if (again) {
            failures.clear();
        }
    }

    /** @param room bytes of memory that the version which answers may take */
    void serve(long room) {
        for (int version : serving.isPresent() ? aliases.successors() : aliases.named()) {
            if (isLoaded(version, room)) {
                serving = Optional.of(version);
                break;
            }
        }
        loaded.keySet().removeIf(version -> !aliases.all().contains(version) && !serving.equals(Optional.of(version)));
    }

    /** @param room bytes of memory that versions which do not answer may take */
    void keepSpares(long room) {
        for (int version : aliases.all()) {
            boolean held = aliases.held().contains(version);
            if (!loaded.containsKey(version) && !leftOut.contains(version) && (held || serving.isPresent())) {
                take(version, room);
            }
        }
        List<Integer> leastWanted = new ArrayList<>(aliases.all()).reversed();
        for (int version : leastWanted) {
            if (spareBytes() > room && !serving.equals(Optional.of(version)) && loaded.remove(version) != null) {
                leftOut.add(version);
            }
        }
    }

    /** Beyond the room it would only be dropped again: memory never holds more than one version too many. */
    private void take(int version, long room) {
        if (spareBytes() > room) {
            leftOut.add(version);
        } else {
            isLoaded(version, Long.MAX_VALUE);
        }
    }

    long servingBytes() {
        return served().serving().map(ModelFollower::memory).orElse(0L);
    }

    long spareBytes() {
        return served().spares().stream().mapToLong(ModelFollower::memory).sum();
    }

    ServedModel served() {
        List<LoadedVersion> spares = loaded.values().stream()
                .filter(version -> !serving.equals(Optional.of(version.version())))
                .toList();
        return new ServedModel(model, aliases, serving.map(loaded::get), spares, telling(), failures, notes());
    }

    /** Why the wanted version does not answer, though a spare may have failed after it. */
    private Optional<LoadFailure> telling() {
        return aliases.wanted()
                .flatMap(version -> Optional.ofNullable(failures.get(version)))
                .or(() -> lastFailure);
    }

    private boolean isLoaded(int version, long room) {
        if (loaded.containsKey(version)) {
            return true;
        }
        LoadFailure before = failures.get(version);
        if (before != null && !before.isDue(clock.instant())) {
            return false;
        }
        Instant began = clock.instant();
        switch (fitting(loader.load(model, version), room)) {
            case LoadOutcome.Loaded taken -> {
                loaded.put(version, taken.version());
                failures.remove(version);
                metrics.loaded(taken.version(), Duration.between(began, clock.instant()));
            }
            case LoadOutcome.Refused refused -> {
                int attempts = before == null ? 1 : before.attempts() + 1;
                LoadFailure failure = LoadFailure.of(version, clock.instant(), refused.reason(), attempts);
                failures.put(version, failure);
                // Of a version that a caller asked for, that caller is told.
                if (aliases.named().contains(version)) {
                    lastFailure = Optional.of(failure);
                }
                metrics.failed(model.name(), failure);
            }
        }
        return loaded.containsKey(version);
    }

    private static LoadOutcome fitting(LoadOutcome outcome, long room) {
        return outcome instanceof LoadOutcome.Loaded taken && memory(taken.version()) > room
                ? new LoadOutcome.Refused("it takes " + memory(taken.version()) + " bytes of memory, and "
                        + Math.max(room, 0) + " are left: raise millrace.predict.memory-limit")
                : outcome;
    }

    private static long memory(LoadedVersion version) {
        return version.classifier().memoryBytes();
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        Optional<Integer> wanted = aliases.wanted();
        if (wanted.isEmpty()) {
            notes.add("no version of this model was promoted yet");
        } else if (!wanted.equals(serving)) {
            String instead = serving.map(v -> "version " + v + " (" + aliases.nameOf(v) + ") answers instead")
                    .orElse("nothing answers");
            notes.add("version " + wanted.get() + " (" + aliases.nameOf(wanted.get()) + ") is not loaded: " + instead);
        }
        leftOut.stream()
                .sorted()
                .forEach(v -> notes.add(
                        "version " + v + " (" + aliases.nameOf(v) + ") is left out: the memory limit is reached"));
        return notes;
    }
}
