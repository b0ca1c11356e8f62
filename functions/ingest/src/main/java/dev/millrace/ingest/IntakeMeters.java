package dev.millrace.ingest;

import dev.millrace.document.InvalidInput;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What intake counts.
 *
 * <ul>
 *   <li>{@code millrace_documents_accepted_total{model}}: the broker has acknowledged them.
 *   <li>{@code millrace_documents_refused_total{reason}}: answered 4xx, or named in a batch's report; nothing was kept.
 *   <li>{@code millrace_documents_unconfirmed_total}: the broker did not acknowledge them in time, or there was no room to
 *       wait for it: answered 503. They may be there or not; sent again, they are the same documents.
 * </ul>
 *
 * <p>Each document that was read whole is in exactly one of them. Over all functions: accepted + redriven = stored + dead +
 * in flight, where some of the unconfirmed may be among the stored. A kill resets counters, so the account that must
 * balance is made from offsets and rows ({@code GET /topic} of clean); these counters are for rates.
 */
final class IntakeMeters {
    private final MeterRegistry registry;
    private final Counter unconfirmed;

    /** @param models whose series begin at 0, so that a rate sees the first document */
    IntakeMeters(MeterRegistry registry, Models models) {
        this.registry = registry;
        this.unconfirmed = registry.counter("millrace_documents_unconfirmed_total");
        models.all().forEach(model -> accepted(model.name(), 0));
    }

    void accepted(ModelName model) {
        accepted(model, 1);
    }

    private void accepted(ModelName model, int documents) {
        registry.counter("millrace_documents_accepted_total", "model", model.value())
                .increment(documents);
    }

    void refused(InvalidInput reason) {
        registry.counter("millrace_documents_refused_total", "reason", reason.code())
                .increment();
    }

    void unconfirmed() {
        unconfirmed.increment();
    }
}
