package dev.millrace.predict;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The versions of one model that have a name: two aliases of the registry, and this replica's own pin.
 *
 * @param pin from the settings; it answers instead of the champion
 */
record Aliases(Optional<Integer> pin, Optional<Integer> champion, Optional<Integer> previous) {
    static final Aliases NONE = new Aliases(Optional.empty(), Optional.empty(), Optional.empty());

    static Aliases of(Optional<Integer> pin, Map<String, Integer> registry) {
        return new Aliases(
                pin, Optional.ofNullable(registry.get("champion")), Optional.ofNullable(registry.get("previous")));
    }

    /** The version that should answer. */
    Optional<Integer> wanted() {
        return pin.or(() -> champion);
    }

    /** All of them, the most wanted first. */
    List<Integer> all() {
        return Stream.of(pin, champion, previous)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** What may take the place of a version that answers. Not {@code previous}: that is for a replica with nothing. */
    List<Integer> successors() {
        return Stream.of(pin, champion).flatMap(Optional::stream).distinct().toList();
    }

    /** {@code pinned}, {@code champion}, {@code previous}, or {@code none} for a version kept because no other loads. */
    String nameOf(int version) {
        if (pin.filter(v -> v == version).isPresent()) {
            return "pinned";
        }
        if (champion.filter(v -> v == version).isPresent()) {
            return "champion";
        }
        return previous.filter(v -> v == version).isPresent() ? "previous" : "none";
    }
}
