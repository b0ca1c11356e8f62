package dev.millrace.clean;

import dev.millrace.store.Batch;
import dev.millrace.store.DeadLetter;
import dev.millrace.store.StoredDocument;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What clean counts.
 *
 * <ul>
 *   <li>{@code millrace_documents_stored_total{model}}: rows of table document, committed.
 *   <li>{@code millrace_dead_letters_total{reason}}: rows of table dead_letter, committed.
 *   <li>{@code millrace_document_freshness_seconds}: from the broker's time stamp to the commit.
 *   <li>{@code millrace_partitions_stopped}: partitions of this replica that wait for a person. Alert above 0.
 * </ul>
 *
 * <p>Since the last restart of all functions: accepted (ingest) + redriven = stored + dead + in flight. Exactly, and over
 * any restart, for every generation and partition: {@code mark.next - mark.first = documents + dead letters}, and in flight
 * = end of the log - {@code mark.next}; {@code GET /topic} shows that account.
 */
final class CleanMeters {
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Timer freshness;

    CleanMeters(MeterRegistry registry, InstantSource clock, Partitions partitions) {
        this.registry = registry;
        this.clock = clock;
        this.freshness = Timer.builder("millrace_document_freshness_seconds")
                .description("From the broker's time stamp of a record to the commit of its row")
                .serviceLevelObjectives(
                        Duration.ofMillis(50),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5))
                .register(registry);
        Gauge.builder("millrace_partitions_stopped", partitions, CleanMeters::stopped)
                .description("Partitions of this replica that are stopped until a person says how to go on")
                .register(registry);
    }

    void committed(Batch batch) {
        Instant now = clock.instant();
        for (StoredDocument document : batch.documents()) {
            registry.counter(
                            "millrace_documents_stored_total",
                            "model",
                            document.model().value())
                    .increment();
            Duration age = Duration.between(document.acceptedAt(), now);
            freshness.record(age.isNegative() ? Duration.ZERO : age);
        }
        for (DeadLetter letter : batch.deadLetters()) {
            registry.counter("millrace_dead_letters_total", "reason", letter.reason())
                    .increment();
        }
    }

    private static double stopped(Partitions partitions) {
        return partitions.all().values().stream()
                .filter(PartitionState.Stopped.class::isInstance)
                .count();
    }
}
