package dev.millrace.ingest;

import dev.millrace.document.InvalidInput;
import dev.millrace.document.ModelName;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What intake counts.
 *
 * <ul>
 *   <li>{@code millrace_documents_accepted_total{model}}: the broker has acknowledged them.
 *   <li>{@code millrace_documents_refused_total{reason}}: answered 4xx, or named in a batch's report; nothing was kept.
 * </ul>
 *
 * <p>Over all functions: accepted + redriven = stored + dead + in flight. A kill resets counters, so the account that must
 * balance is made from offsets and rows ({@code GET /topic} of clean); these counters are for rates.
 */
final class IntakeMeters {
    private final MeterRegistry registry;

    IntakeMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void accepted(ModelName model) {
        registry.counter("millrace_documents_accepted_total", "model", model.value())
                .increment();
    }

    void refused(InvalidInput reason) {
        registry.counter("millrace_documents_refused_total", "reason", reason.code())
                .increment();
    }
}
