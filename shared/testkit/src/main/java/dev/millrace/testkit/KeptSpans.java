package dev.millrace.testkit;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;

/** A tracer whose ended spans a test can look at. */
public final class KeptSpans {
    private final InMemorySpanExporter ended = InMemorySpanExporter.create();
    private final Tracer tracer = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(ended))
            .build()
            .get("test");

    public Tracer tracer() {
        return tracer;
    }

    /** In the order of their ends. */
    public List<SpanData> ended() {
        return ended.getFinishedSpanItems();
    }
}
