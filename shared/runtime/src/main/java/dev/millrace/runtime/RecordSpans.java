package dev.millrace.runtime;

import dev.millrace.document.RawTopic;
import dev.millrace.document.TraceParent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;

/** Spans of a record of {@code documents.raw}, on both of its sides, by OpenTelemetry's conventions for messaging. */
public final class RecordSpans {
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> PARTITION = AttributeKey.stringKey("messaging.destination.partition.id");
    private static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");

    private RecordSpans() {}

    /** @param verb what happens to the record, as {@code send} */
    public static SpanBuilder begin(Tracer tracer, String verb, SpanKind kind, TraceParent trace) {
        return tracer.spanBuilder(verb + " " + RawTopic.NAME)
                .setSpanKind(kind)
                .setParent(Tracing.context(trace))
                .setAttribute(SYSTEM, "kafka")
                .setAttribute(DESTINATION, RawTopic.NAME);
    }

    /** Where the record lies. */
    public static Span at(Span span, int partition, long offset) {
        return partition(span, partition).setAttribute(OFFSET, offset);
    }

    /** Where the records of a batch lie. */
    public static Span partition(Span span, int partition) {
        return span.setAttribute(PARTITION, Integer.toString(partition));
    }
}
