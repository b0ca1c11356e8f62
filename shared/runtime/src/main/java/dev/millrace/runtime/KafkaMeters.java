package dev.millrace.runtime;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.List;

/**
 * Which of the Kafka client's metrics are shown: those that dashboards and alerts use. A client has some 150, many of them
 * again for each broker and each partition.
 */
final class KafkaMeters implements MeterFilter {
    private static final List<String> SHOWN = List.of(
            "kafka.producer.record.send.",
            "kafka.producer.record.error.",
            "kafka.producer.record.retry.",
            "kafka.producer.request.latency.",
            "kafka.producer.buffer.available.bytes",
            "kafka.producer.buffer.total.bytes",
            "kafka.producer.connection.count",
            "kafka.consumer.fetch.manager.records.lag",
            "kafka.consumer.fetch.manager.records.consumed.total",
            "kafka.consumer.fetch.manager.fetch.latency.avg",
            "kafka.consumer.coordinator.rebalance.total",
            "kafka.consumer.coordinator.failed.rebalance.total",
            "kafka.consumer.coordinator.assigned.partitions",
            "kafka.consumer.coordinator.last.heartbeat.seconds.ago",
            "kafka.consumer.connection.count");

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        String name = id.getName();
        boolean shown = !name.startsWith("kafka.") || SHOWN.stream().anyMatch(name::startsWith);
        return shown ? MeterFilterReply.NEUTRAL : MeterFilterReply.DENY;
    }
}
