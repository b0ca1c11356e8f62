package dev.millrace.clean;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.document.Place;
import dev.millrace.document.RawTopic;
import dev.millrace.document.TraceParent;
import dev.millrace.store.DeadLetter;
import dev.millrace.store.DeadLetters;
import dev.millrace.store.Topics;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Sends the original bytes of dead letters to the topic again, with a header that names their first place. Killed between
 * the send and the mark it sends again next time: one of the two is stored, the other becomes a dead letter of reason
 * {@code duplicate-redrive}.
 */
final class Redrive {
    private static final long PATIENCE_SECONDS = 15;

    private final DeadLetters letters;
    private final Topics topics;
    private final CleanMeters meters;
    private final Supplier<? extends Producer<byte[], byte[]>> producer;

    /** @param producer throws a {@link KafkaException} while there is none */
    Redrive(
            DeadLetters letters,
            Topics topics,
            CleanMeters meters,
            Supplier<? extends Producer<byte[], byte[]>> producer) {
        this.letters = letters;
        this.topics = topics;
        this.meters = meters;
        this.producer = producer;
    }

    /** How many were sent, and why it stopped before the end, if it did. */
    record Report(int redriven, Optional<String> failure) {}

    Report redrive(Optional<String> reason, List<Place> places, int limit) throws InterruptedException {
        int generation = topics.newest().orElseThrow().generation();
        int sent = 0;
        for (DeadLetter letter : letters.redrivable(reason, places, limit)) {
            try {
                RecordMetadata at = producer.get().send(record(letter)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                letters.markRedriven(letter.place(), new Place(generation, at.partition(), at.offset()));
                meters.redriven();
                sent++;
            } catch (ExecutionException | TimeoutException | KafkaException e) {
                return new Report(
                        sent,
                        Optional.of("the broker did not acknowledge " + letter.place() + ": "
                                + e.getClass().getSimpleName()));
            }
        }
        return new Report(sent, Optional.empty());
    }

    /** To the same partition: there is one writer a partition, so two redrives of one letter cannot be stored at once. */
    private static ProducerRecord<byte[], byte[]> record(DeadLetter letter) {
        Place first = letter.firstPlace();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                RawTopic.NAME,
                first.partition(),
                letter.key().orElse(null),
                letter.value().orElse(null));
        record.headers().add(RawTopic.REDRIVE_OF, first.toString().getBytes(UTF_8));
        TraceParent trace = letter.traceId()
                .flatMap(id ->
                        TraceParent.parse("00-" + id + "-" + TraceParent.begin().spanId() + "-00"))
                .orElseGet(TraceParent::begin);
        record.headers().add(RawTopic.TRACEPARENT, trace.toString().getBytes(UTF_8));
        return record;
    }
}
