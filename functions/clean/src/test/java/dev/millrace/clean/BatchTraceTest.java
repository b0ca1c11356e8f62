package dev.millrace.clean;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.Place;
import dev.millrace.document.TraceParent;
import dev.millrace.testkit.KeptSpans;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchTraceTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    private final KeptSpans spans = new KeptSpans();
    private final BatchTrace trace = new BatchTrace(spans.tracer(), InstantSource.system(), 2, 3);

    private static Place at(long offset) {
        return new Place(1, 2, offset);
    }

    private static RawRecord record(long offset, String flags) {
        return new RawRecord(
                at(offset),
                Optional.empty(),
                Optional.empty(),
                TraceParent.parse("00-" + TRACE + "-" + PARENT + "-" + flags),
                Optional.empty(),
                Instant.EPOCH);
    }

    private Map<String, SpanData> ended() {
        return spans.ended().stream().collect(toMap(SpanData::getName, identity()));
    }

    private static SpanData of(Map<String, SpanData> spans, String name) {
        return Objects.requireNonNull(spans.get(name));
    }

    @Test
    void recordOfAKeptTrace_isInItWithItsSteps() {
        trace.begin(record(7, "01")).run();
        trace.committed(Instant.now(), List.of(at(7), at(8)), "stored");
        trace.end();

        Map<String, SpanData> ended = ended();
        assertThat(ended).containsOnlyKeys("process documents.raw", "clean", "commit", "batch of documents.raw");
        SpanData process = of(ended, "process documents.raw");
        assertThat(process.getTraceId()).isEqualTo(TRACE);
        assertThat(process.getParentSpanId()).isEqualTo(PARENT);
        assertThat(List.of(of(ended, "clean"), of(ended, "commit")))
                .allMatch(step -> step.getParentSpanId().equals(process.getSpanId()));
        SpanData batch = of(ended, "batch of documents.raw");
        assertThat(batch.getTraceId()).isNotEqualTo(TRACE);
        assertThat(process.getLinks())
                .singleElement()
                .matches(link -> link.getSpanContext().getSpanId().equals(batch.getSpanId()));
        assertThat(trace.at(at(7)).getSpanContext().getTraceId()).isEqualTo(TRACE);
    }

    @Test
    void recordOfATraceThatIsNotKept_costsNoSpan() {
        trace.begin(record(7, "00")).run();
        trace.committed(Instant.now(), List.of(at(7)), "stored");
        trace.end();

        assertThat(spans.ended()).isEmpty();
        assertThat(trace.at(at(7)).getSpanContext().isValid()).isFalse();
    }

    @Test
    void recordThatWasNotStored_saysSo() {
        trace.begin(record(7, "01")).run();
        trace.end();

        assertThat(of(ended(), "process documents.raw").getStatus().getStatusCode())
                .isEqualTo(StatusCode.ERROR);
    }
}
