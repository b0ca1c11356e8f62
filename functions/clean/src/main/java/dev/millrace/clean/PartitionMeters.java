package dev.millrace.clean;

import dev.millrace.topic.TopicState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * How far each partition of this replica is; of a partition that another has, nothing, so that sums over replicas are right.
 *
 * <ul>
 *   <li>{@code millrace_partition_mark_offset{partition}}: the mark that this replica knew last
 *   <li>{@code millrace_partition_lag_records{partition}}: from there to the log's end, as the last look that found the topic
 *       had it: a broker that is away ends no lag
 * </ul>
 *
 * For the listener's thread, which gains and loses partitions.
 */
final class PartitionMeters {
    private final MeterRegistry registry;
    private final Partitions partitions;
    private final Supplier<TopicState> topic;
    private final Map<Integer, List<Meter>> shown = new HashMap<>();
    private final Map<Integer, Long> ends = new ConcurrentHashMap<>();

    PartitionMeters(MeterRegistry registry, Partitions partitions, Supplier<TopicState> topic) {
        this.registry = registry;
        this.partitions = partitions;
        this.topic = topic;
    }

    /** Brings the series in line with the partitions that this replica has. */
    void show() {
        Map<Integer, Long> marks = partitions.marks();
        shown.entrySet().removeIf(entry -> {
            boolean gone = !marks.containsKey(entry.getKey());
            if (gone) {
                entry.getValue().forEach(registry::remove);
            }
            return gone;
        });
        marks.keySet().forEach(partition -> shown.computeIfAbsent(partition, this::register));
    }

    private List<Meter> register(int partition) {
        return List.of(
                Gauge.builder("millrace_partition_mark_offset", () -> mark(partition))
                        .description("All records before it are rows")
                        .tag("partition", Integer.toString(partition))
                        .register(registry),
                Gauge.builder("millrace_partition_lag_records", () -> lag(partition))
                        .description("Records in the log behind the mark")
                        .tag("partition", Integer.toString(partition))
                        .register(registry));
    }

    private long mark(int partition) {
        return partitions.marks().getOrDefault(partition, 0L);
    }

    private long lag(int partition) {
        if (topic.get() instanceof TopicState.Good good) {
            good.offsets().forEach((each, log) -> ends.put(each, log.end()));
        }
        return Math.max(0, ends.getOrDefault(partition, 0L) - mark(partition));
    }
}
