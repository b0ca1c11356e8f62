package dev.millrace.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.Content;
import dev.millrace.document.Document;
import dev.millrace.document.DocumentId;
import dev.millrace.document.ModelName;
import dev.millrace.document.RawTopic;
import dev.millrace.document.TraceParent;
import dev.millrace.testkit.KeptSpans;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class TopicDocumentLogTest {
    private static final TraceParent KEPT =
            new TraceParent("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);

    private final KeptSpans spans = new KeptSpans();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final TopicDocumentLog log = new TopicDocumentLog(() -> producer, spans.tracer());

    private String sentTrace(TraceParent trace) {
        Document document = new Document(
                new DocumentId("a"),
                new ModelName("spam"),
                new Content.Text("hello"),
                Optional.empty(),
                Optional.empty());
        log.append(document, trace).whenComplete((at, failure) -> {});
        return new String(
                producer.history()
                        .getLast()
                        .headers()
                        .lastHeader(RawTopic.TRACEPARENT)
                        .value(),
                UTF_8);
    }

    @Test
    void documentOfAKeptTrace_namesTheSpanThatSentIt() {
        String sent = sentTrace(KEPT);
        producer.completeNext();

        SpanData span = spans.ended().getFirst();
        assertThat(span.getName()).isEqualTo("send documents.raw");
        assertThat(span.getParentSpanId()).isEqualTo(KEPT.spanId());
        assertThat(sent).isEqualTo("00-" + KEPT.traceId() + "-" + span.getSpanId() + "-01");
    }

    @Test
    void documentThatTheBrokerDoesNotTake_makesAnErrorOfItsSpan() {
        sentTrace(KEPT);
        producer.errorNext(new TimeoutException("no answer"));

        assertThat(spans.ended().getFirst().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void documentOfATraceThatIsNotKept_costsNoSpanAndKeepsItsTrace() {
        assertThat(sentTrace(KEPT.unsampled())).isEqualTo(KEPT.unsampled().toString());
        producer.completeNext();

        assertThat(spans.ended()).isEmpty();
    }
}
