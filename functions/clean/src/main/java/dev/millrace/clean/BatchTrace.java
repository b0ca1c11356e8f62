package dev.millrace.clean;

import dev.millrace.document.Place;
import dev.millrace.document.RawTopic;
import dev.millrace.document.TraceParent;
import dev.millrace.runtime.RecordSpans;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The spans of the records that were read together, for those whose trace is kept. Each has, in its document's own trace and
 * below ingest's {@code send}: {@code process}, in it {@code clean} and {@code commit}. The transaction is one for all:
 * {@code process} links to a span of the whole batch, which has a trace of its own. For one thread.
 */
final class BatchTrace {
    private static final AttributeKey<Long> BATCH = AttributeKey.longKey("messaging.batch.message_count");
    private static final AttributeKey<String> DATABASE = AttributeKey.stringKey("db.system.name");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("millrace.outcome");

    private final Tracer tracer;
    private final InstantSource clock;
    private final int partition;
    private final int records;
    private final Map<Place, Span> spans = new HashMap<>();
    private Span batch = Span.getInvalid();

    BatchTrace(Tracer tracer, InstantSource clock, int partition, int records) {
        this.tracer = tracer;
        this.clock = clock;
        this.partition = partition;
        this.records = records;
    }

    /** A record is about to be cleaned; gives what ends that step. */
    Runnable begin(RawRecord record) {
        Optional<TraceParent> trace = record.trace().filter(TraceParent::sampled);
        if (trace.isEmpty()) {
            return () -> {};
        }
        Span span = RecordSpans.begin(tracer, "process", SpanKind.CONSUMER, trace.get())
                .addLink(batch().getSpanContext())
                .startSpan();
        RecordSpans.at(span, partition, record.place().offset());
        spans.put(record.place(), span);
        Span cleaning =
                tracer.spanBuilder("clean").setParent(Context.root().with(span)).startSpan();
        return cleaning::end;
    }

    /** The span of the record there; one that takes nothing when its trace is not kept. */
    Span at(Place place) {
        return spans.getOrDefault(place, Span.getInvalid());
    }

    Instant now() {
        return clock.instant();
    }

    /** The transaction that has made rows of the records there is over. */
    void committed(Instant began, List<Place> places, String outcome) {
        Instant now = clock.instant();
        for (Place place : places) {
            Span span = spans.get(place);
            if (span != null) {
                tracer.spanBuilder("commit")
                        .setSpanKind(SpanKind.CLIENT)
                        .setParent(Context.root().with(span))
                        .setAttribute(DATABASE, "postgresql")
                        .setStartTimestamp(began)
                        .startSpan()
                        .end(now);
                span.setAttribute(OUTCOME, outcome).end(now);
            }
        }
    }

    /** What was not committed says so: its records are read again. */
    void end() {
        for (Span span : spans.values()) {
            if (span.isRecording()) {
                span.setStatus(StatusCode.ERROR, "not stored: it is read again").end();
            }
        }
        batch.end();
    }

    private Span batch() {
        if (!batch.getSpanContext().isValid()) {
            batch = tracer.spanBuilder("batch of " + RawTopic.NAME)
                    .setNoParent()
                    .setSpanKind(SpanKind.CONSUMER)
                    .setAttribute(BATCH, records)
                    .startSpan();
            RecordSpans.partition(batch, partition);
        }
        return batch;
    }
}
