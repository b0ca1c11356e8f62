package dev.millrace.clean;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.clean.PartitionState.Running;
import dev.millrace.clean.PartitionState.Waiting;
import dev.millrace.topic.TopicState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PartitionMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Partitions partitions = new Partitions();
    private final AtomicReference<TopicState> topic = new AtomicReference<>(new TopicState.Good(
            "topic", 3, Map.of(1, new TopicState.Range(0, 50, Optional.empty())), Optional.empty()));
    private final PartitionMeters meters = new PartitionMeters(registry, partitions, topic::get);

    private double of(String name) {
        return registry.get(name).tag("partition", "1").gauge().value();
    }

    @Test
    void partitionThatWaits_keepsItsMarkAndShowsItsLag() {
        partitions.set(1, new Running(1, "topic", 42));
        partitions.set(1, new Waiting("the database is away"));
        meters.show();

        assertThat(of("millrace_partition_mark_offset")).isEqualTo(42);
        assertThat(of("millrace_partition_lag_records")).isEqualTo(8);
    }

    @Test
    void brokerThatIsAway_endsNoLag() {
        partitions.set(1, new Running(1, "topic", 42));
        meters.show();
        assertThat(of("millrace_partition_lag_records")).isEqualTo(8);
        topic.set(new TopicState.Unreachable("no answer"));

        assertThat(of("millrace_partition_lag_records")).isEqualTo(8);
    }

    @Test
    void partitionThatAnotherReplicaHas_isNotShown() {
        partitions.set(1, new Running(1, "topic", 42));
        meters.show();
        partitions.remove(1);
        meters.show();

        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void partitionWhoseMarkIsNotKnown_isNotShown() {
        partitions.set(1, new Waiting("just assigned"));
        meters.show();

        assertThat(registry.getMeters()).isEmpty();
    }
}
