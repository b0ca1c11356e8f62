package dev.millrace.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.document.Document;
import dev.millrace.document.DocumentCodec;
import dev.millrace.document.RawTopic;
import dev.millrace.document.TraceParent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * The topic {@code documents.raw} as the document log. Durable means acks=all of an idempotent producer: a retry inside
 * the producer doubles nothing.
 */
final class TopicDocumentLog implements DocumentLog {
    private final Supplier<? extends Producer<byte[], byte[]>> producer;

    /** @param producer throws a {@link KafkaException} while there is none */
    TopicDocumentLog(Supplier<? extends Producer<byte[], byte[]>> producer) {
        this.producer = producer;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the callback gets the outcome
    public CompletionStage<Appended> append(Document document, TraceParent trace) {
        byte[] key = document.key().getBytes(UTF_8);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(RawTopic.NAME, key, DocumentCodec.writeWire(document));
        record.headers().add(RawTopic.TRACEPARENT, trace.toString().getBytes(UTF_8));
        CompletableFuture<Appended> appended = new CompletableFuture<>();
        try {
            producer.get().send(record, (metadata, failure) -> {
                if (failure == null) {
                    appended.complete(new Appended(metadata.partition(), metadata.offset()));
                } else {
                    appended.completeExceptionally(translated(failure));
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            appended.completeExceptionally(translated(e));
        }
        return appended;
    }

    private static Exception translated(Exception failure) {
        return failure instanceof RecordTooLargeException ? new TooLargeException(failure.toString()) : failure;
    }
}
