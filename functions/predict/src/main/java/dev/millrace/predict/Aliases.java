package dev.millrace.predict;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The versions of one model that are to be loaded: two aliases of the registry, this replica's own pin, and those that
 * callers asked it to hold.
 *
 * @param pin from the settings; it answers instead of the champion
 * @param held answer only when a request names them
 */
record Aliases(Optional<Integer> pin, Optional<Integer> champion, Optional<Integer> previous, SortedSet<Integer> held) {
    static final Aliases NONE = new Aliases(Optional.empty(), Optional.empty(), Optional.empty(), new TreeSet<>());

    Aliases {
        held = Collections.unmodifiableSortedSet(new TreeSet<>(held));
    }

    static Aliases of(Optional<Integer> pin, Map<String, Integer> registry, Set<Integer> held) {
        return new Aliases(
                pin,
                Optional.ofNullable(registry.get("champion")),
                Optional.ofNullable(registry.get("previous")),
                new TreeSet<>(held));
    }

    /** The version that should answer. */
    Optional<Integer> wanted() {
        return pin.or(() -> champion);
    }

    /** All of them, the most wanted first. */
    List<Integer> all() {
        return Stream.concat(named().stream(), held.stream()).distinct().toList();
    }

    /** Those that may answer a request that names no version, the most wanted first. */
    List<Integer> named() {
        return Stream.of(pin, champion, previous)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** The version that a name stands for: {@code pinned}, {@code champion} or {@code previous}. */
    Optional<Integer> find(String name) {
        return switch (name) {
            case "pinned" -> pin;
            case "champion" -> champion;
            case "previous" -> previous;
            default -> Optional.empty();
        };
    }

    /** What may take the place of a version that answers. Not {@code previous}: that is for a replica with nothing. */
    List<Integer> successors() {
        return Stream.of(pin, champion).flatMap(Optional::stream).distinct().toList();
    }

    /**
     * {@code pinned}, {@code champion}, {@code previous}, {@code held}, or {@code none} for a version kept because no other
     * loads.
     */
    String nameOf(int version) {
        if (pin.filter(v -> v == version).isPresent()) {
            return "pinned";
        }
        if (champion.filter(v -> v == version).isPresent()) {
            return "champion";
        }
        if (previous.filter(v -> v == version).isPresent()) {
            return "previous";
        }
        return held.contains(version) ? "held" : "none";
    }
}
