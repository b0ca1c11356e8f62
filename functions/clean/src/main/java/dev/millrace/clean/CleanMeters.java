package dev.millrace.clean;

import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.document.Place;
import dev.millrace.store.Batch;
import dev.millrace.store.Commit;
import dev.millrace.store.DeadLetter;
import dev.millrace.store.StoredDocument;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * What clean counts.
 *
 * <ul>
 *   <li>{@code millrace_documents_stored_total{model}}: rows of table document, committed.
 *   <li>{@code millrace_documents_duplicate_total{model}}: of those, the ones that a revision before them equals.
 *   <li>{@code millrace_dead_letters_total{reason}}: rows of table dead_letter, committed.
 *   <li>{@code millrace_documents_redriven_total}: dead letters sent to the topic again.
 *   <li>{@code millrace_document_freshness_seconds}: from ingest's time stamp to the commit; an exemplar names a trace of
 *       its bucket.
 *   <li>{@code millrace_partitions_assigned}, {@code _waiting}, {@code _stopped}: partitions of this replica; those of them
 *       that wait for the database or the broker, and those that wait for a person. Alert above 0 stopped.
 * </ul>
 *
 * <p>Since the last restart of all functions: accepted (ingest) + redriven = stored + dead + in flight. Exactly, and over
 * any restart, for every generation and partition: {@code mark.next - mark.first = documents + dead letters}, and in flight
 * = end of the log - {@code mark.next}; {@code GET /topic} shows that account, {@link AccountWatch} its sums.
 */
final class CleanMeters {
    /** Reasons whose series begin at 0, so that a rate sees the first dead letter; the others are rare. */
    private static final List<String> REASONS =
            List.of("malformed", "unknown-model", "unknown-label", "wrong-key", "cleaner-failed", "store-refused");

    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Timer freshness;
    private final Counter redriven;

    CleanMeters(MeterRegistry registry, InstantSource clock, Partitions partitions, Models models) {
        this.registry = registry;
        this.clock = clock;
        this.redriven = registry.counter("millrace_documents_redriven_total");
        this.freshness = Timer.builder("millrace_document_freshness_seconds")
                .description("From ingest's time stamp of a record to the commit of its row")
                .serviceLevelObjectives(
                        Duration.ofMillis(50),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5))
                .register(registry);
        gauge("assigned", "Partitions of this replica", partitions, PartitionState.class);
        gauge(
                "waiting",
                "Partitions of this replica that wait for the database or the broker",
                partitions,
                PartitionState.Waiting.class);
        gauge(
                "stopped",
                "Partitions of this replica that are stopped until a person says how to go on",
                partitions,
                PartitionState.Stopped.class);
        models.all().forEach(model -> {
            stored(model.name(), 0);
            duplicate(model.name(), 0);
        });
        REASONS.forEach(reason -> dead(reason, 0));
    }

    private void gauge(String name, String description, Partitions partitions, Class<? extends PartitionState> state) {
        Gauge.builder("millrace_partitions_" + name, partitions, all -> all.count(state))
                .description(description)
                .register(registry);
    }

    /** @param spans of the records whose trace is kept, by their place; an invalid one for the others */
    void committed(Batch batch, Commit.Done done, Function<Place, Span> spans) {
        Instant now = clock.instant();
        for (StoredDocument document : batch.documents()) {
            stored(document.model(), 1);
            Duration age = Duration.between(document.acceptedAt(), now);
            try (Scope _ = spans.apply(document.place()).makeCurrent()) {
                freshness.record(age.isNegative() ? Duration.ZERO : age);
            }
        }
        for (DeadLetter letter : batch.deadLetters()) {
            dead(letter.reason(), 1);
        }
        done.duplicates().forEach(this::duplicate);
    }

    void redriven() {
        redriven.increment();
    }

    private void stored(ModelName model, int documents) {
        registry.counter("millrace_documents_stored_total", "model", model.value())
                .increment(documents);
    }

    private void duplicate(ModelName model, int documents) {
        registry.counter("millrace_documents_duplicate_total", "model", model.value())
                .increment(documents);
    }

    private void dead(String reason, int letters) {
        registry.counter("millrace_dead_letters_total", "reason", reason).increment(letters);
    }
}
