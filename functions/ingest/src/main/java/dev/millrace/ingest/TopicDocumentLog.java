package dev.millrace.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.document.Document;
import dev.millrace.document.DocumentCodec;
import dev.millrace.document.RawTopic;
import dev.millrace.document.TraceParent;
import dev.millrace.runtime.RecordSpans;
import dev.millrace.runtime.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * The topic {@code documents.raw} as the document log. Durable means acks=all of an idempotent producer: a retry inside
 * the producer doubles nothing. In a trace that is kept, the way to the broker's acknowledgement is a span, and the record
 * names it as what its reader follows.
 */
final class TopicDocumentLog implements DocumentLog {
    private final Supplier<? extends Producer<byte[], byte[]>> producer;
    private final Tracer tracer;

    /** @param producer throws a {@link KafkaException} while there is none */
    TopicDocumentLog(Supplier<? extends Producer<byte[], byte[]>> producer, Tracer tracer) {
        this.producer = producer;
        this.tracer = tracer;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the callback gets the outcome
    public CompletionStage<Appended> append(Document document, TraceParent trace) {
        byte[] key = document.key().getBytes(UTF_8);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(RawTopic.NAME, key, DocumentCodec.writeWire(document));
        Span span = trace.sampled()
                ? RecordSpans.begin(tracer, "send", SpanKind.PRODUCER, trace).startSpan()
                : Span.getInvalid();
        record.headers()
                .add(
                        RawTopic.TRACEPARENT,
                        Tracing.following(span, trace).toString().getBytes(UTF_8));
        CompletableFuture<Appended> appended = new CompletableFuture<>();
        try {
            producer.get().send(record, (metadata, failure) -> {
                end(span, metadata, failure);
                if (failure == null) {
                    appended.complete(new Appended(metadata.partition(), metadata.offset()));
                } else {
                    appended.completeExceptionally(translated(failure));
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            end(span, null, e);
            appended.completeExceptionally(translated(e));
        }
        return appended;
    }

    private static void end(Span span, @Nullable RecordMetadata at, @Nullable Exception failure) {
        if (failure != null) {
            span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
        } else if (at != null) {
            RecordSpans.at(span, at.partition(), at.offset());
        }
        span.end();
    }

    private static Exception translated(Exception failure) {
        return failure instanceof RecordTooLargeException ? new TooLargeException(failure.toString()) : failure;
    }
}
