package dev.millrace.clean;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The partitions assigned to this replica and how each stands. Written by the listener's thread alone; read by health,
 * metrics and {@code GET /topic}.
 */
final class Partitions {
    private final Map<Integer, PartitionState> states = new ConcurrentSkipListMap<>();
    private final Map<Integer, Long> marks = new ConcurrentSkipListMap<>();

    void set(int partition, PartitionState state) {
        states.put(partition, state);
        if (state instanceof PartitionState.Running running) {
            marks.put(partition, running.next());
        }
    }

    void remove(int partition) {
        states.remove(partition);
        marks.remove(partition);
    }

    /** The mark that this replica knew last, of each of its partitions that has run here. */
    Map<Integer, Long> marks() {
        return Collections.unmodifiableMap(marks);
    }

    long count(Class<? extends PartitionState> state) {
        return states.values().stream().filter(state::isInstance).count();
    }

    Optional<PartitionState> get(int partition) {
        return Optional.ofNullable(states.get(partition));
    }

    Map<Integer, PartitionState> all() {
        return Collections.unmodifiableMap(states);
    }

    Optional<PartitionState.Stopped> firstStopped() {
        return states.values().stream()
                .filter(PartitionState.Stopped.class::isInstance)
                .map(PartitionState.Stopped.class::cast)
                .findFirst();
    }
}
