package dev.millrace.predict;

import dev.millrace.document.ModelName;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The versions that callers asked this replica to hold, beside those that the registry names. Any thread may ask. */
final class HeldVersions {
    private final Map<ModelName, Set<Integer>> versions = new ConcurrentHashMap<>();

    /** Returns whether it was not held before. */
    boolean hold(ModelName model, int version) {
        return versions.computeIfAbsent(model, name -> ConcurrentHashMap.newKeySet())
                .add(version);
    }

    /** Returns whether it was held. */
    boolean release(ModelName model, int version) {
        Set<Integer> held = versions.get(model);
        return held != null && held.remove(version);
    }

    /** At this moment. */
    Set<Integer> of(ModelName model) {
        return Set.copyOf(versions.getOrDefault(model, Set.of()));
    }
}
