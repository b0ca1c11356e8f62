package dev.millrace.predict;

import dev.millrace.document.ModelName;
import dev.millrace.runtime.Problem;
import dev.millrace.store.DatabaseErrors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What this replica has of the registry, and changes to what it holds. Calls block until the change is made. */
final class Repository {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Versions versions;
    private final Supplier<LoadedModels> loaded;
    private final HeldVersions held;
    private final ReloadLoop loop;

    Repository(Versions versions, Supplier<LoadedModels> loaded, HeldVersions held, ReloadLoop loop) {
        this.versions = versions;
        this.loaded = loaded;
        this.held = held;
        this.loop = loop;
    }

    /** Every version that is loaded, or should be and is not, with the reason; a model without any has one entry. */
    List<Map<String, String>> index(boolean readyOnly) {
        List<Map<String, String>> index = new ArrayList<>();
        for (ServedModel model : loaded.get().models().values()) {
            String name = model.definition().name().value();
            model.loaded()
                    .forEach(version -> index.add(
                            entry(name, Optional.of(version.name()), "READY", alias(model, version.version()))));
            if (readyOnly) {
                continue;
            }
            model.failures()
                    .forEach((version, failure) ->
                            index.add(entry(name, Optional.of(version.toString()), "UNAVAILABLE", failure.reason())));
            if (model.loaded().findAny().isEmpty() && model.failures().isEmpty()) {
                index.add(entry(name, Optional.empty(), "UNAVAILABLE", model.whyWaiting()));
            }
        }
        return index;
    }

    /**
     * Looks at the registry anew, and holds the versions that are asked for.
     *
     * @throws Problem 404 for an unknown model, 400 when a version does not load, 503 when the registry cannot be read
     */
    Map<String, Object> load(String name, LoadWish wish) {
        ModelName model = versions.model(name).definition().name();
        List<Integer> added = wish.versions().stream()
                .filter(version -> held.hold(model, version))
                .toList();
        try {
            round(model);
            ServedModel now = versions.model(name);
            wish.versions().forEach(version -> requireLoaded(now, version));
            if (wish.versions().isEmpty()) {
                versions.version(name, Optional.empty());
            }
        } catch (Problem e) {
            // What does not load is not held: it would be tried, and listed, for ever.
            added.forEach(version -> held.release(model, version));
            loop.look();
            throw e;
        }
        return answer(model, "load");
    }

    /**
     * Lets go of versions that callers had it hold.
     *
     * @param version none: of all of them. What the registry or the settings name stays: the answer says which
     * @throws Problem 404 for an unknown model, 400 for a version that is not held
     */
    Map<String, Object> unload(String name, Optional<Integer> version) {
        ServedModel before = versions.model(name);
        ModelName model = before.definition().name();
        if (version.isPresent() && !held.release(model, version.get())) {
            boolean here = before.find(version.get().toString()).isPresent();
            throw Problem.of(
                    400,
                    "not-held",
                    "version " + version.get() + " of model '" + model + "' "
                            + (here
                                    ? "is loaded as " + before.aliases().nameOf(version.get())
                                            + ", which the registry or the settings say: it stays"
                                    : "is not loaded"));
        }
        if (version.isEmpty()) {
            held.of(model).forEach(one -> held.release(model, one));
        }
        round(model);
        return answer(model, "unload");
    }

    private void round(ModelName model) {
        try {
            loop.round(model)
                    .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            String why = e.getCause() instanceof RuntimeException failure
                    ? DatabaseErrors.sentence(failure)
                    : "it takes longer than " + PATIENCE.toSeconds() + " s";
            throw Problem.of(503, "registry-away", "the registry of model versions could not be read: " + why)
                    .retryAfter(RETRY_AFTER);
        }
    }

    private static void requireLoaded(ServedModel model, int version) {
        if (model.find(Integer.toString(version)).isPresent()) {
            return;
        }
        LoadFailure failure = model.failures().get(version);
        throw Problem.of(
                400,
                "not-loaded",
                "version " + version + " of model '" + model.definition().name() + "' does not load: "
                        + (failure == null
                                ? "it is left out, since the memory limit is reached: raise millrace.predict.memory-limit"
                                : failure.reason()));
    }

    private Map<String, Object> answer(ModelName model, String done) {
        ServedModel now = loaded.get().of(model);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("name", model.value());
        answer.put(done, true);
        Map<String, String> versionsNow = new LinkedHashMap<>();
        now.loaded().forEach(version -> versionsNow.put(version.name(), alias(now, version.version())));
        answer.put("loaded", versionsNow);
        return answer;
    }

    private static String alias(ServedModel model, int version) {
        return model.aliases().nameOf(version);
    }

    private static Map<String, String> entry(String name, Optional<String> version, String state, String reason) {
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put("name", name);
        version.ifPresent(number -> entry.put("version", number));
        entry.put("state", state);
        entry.put("reason", reason);
        return entry;
    }
}
