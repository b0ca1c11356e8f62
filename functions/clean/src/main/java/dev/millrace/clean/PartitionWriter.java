package dev.millrace.clean;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.document.Place;
import dev.millrace.document.RawTopic;
import dev.millrace.document.TraceParent;
import dev.millrace.store.Batch;
import dev.millrace.store.Commit;
import dev.millrace.store.DatabaseErrors;
import dev.millrace.store.DeadLetter;
import dev.millrace.store.DocumentStore;
import dev.millrace.store.StoredDocument;
import io.opentelemetry.api.trace.Tracer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores one partition's records: cleaned, then rows and the partition's mark in one transaction. A record whose content the
 * database refuses for good is found by halving the batch, and becomes a dead letter.
 */
final class PartitionWriter {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionWriter.class);

    private final Cleaner cleaner;
    private final DocumentStore store;
    private final CleanMeters meters;
    private final Tracer tracer;

    PartitionWriter(Cleaner cleaner, DocumentStore store, CleanMeters meters, Tracer tracer) {
        this.cleaner = cleaner;
        this.store = store;
        this.meters = meters;
        this.tracer = tracer;
    }

    /**
     * Stores the records, which begin at or after {@code expected}.
     *
     * @return the next offset; none when the mark was not at {@code expected} any more, or the generation is over
     */
    Optional<Long> write(int generation, int partition, long expected, List<ConsumerRecord<byte[], byte[]>> records) {
        Work work = new Work(
                generation, partition, new BatchTrace(tracer, InstantSource.system(), partition, records.size()));
        try {
            return commit(
                    work,
                    expected,
                    rows(work, expected, records),
                    records.getLast().leaderEpoch());
        } finally {
            work.trace.end();
        }
    }

    /** Whose records they are, and what is told of them. */
    private record Work(int generation, int partition, BatchTrace trace) {}

    private List<Cleaned> rows(Work work, long expected, List<ConsumerRecord<byte[], byte[]>> records) {
        List<Cleaned> rows = new ArrayList<>(records.size());
        long offset = expected;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            while (offset < record.offset()) {
                rows.add(noRecord(new Place(work.generation, work.partition, offset++), record));
            }
            RawRecord raw = raw(work.generation, record);
            Runnable cleaned = work.trace.begin(raw);
            rows.add(cleaner.clean(raw));
            cleaned.run();
            offset++;
        }
        return rows;
    }

    private Optional<Long> commit(Work work, long expected, List<Cleaned> rows, Optional<Integer> leaderEpoch) {
        long next = expected + rows.size();
        Instant began = work.trace.now();
        Batch batch = new Batch(work.generation, work.partition, expected, next, stored(rows), dead(rows), leaderEpoch);
        try {
            return switch (store.commit(batch)) {
                case Commit.Done done -> {
                    meters.committed(batch, done, work.trace::at);
                    work.trace.committed(began, places(batch.documents(), StoredDocument::place), "stored");
                    work.trace.committed(began, places(batch.deadLetters(), DeadLetter::place), "dead");
                    yield Optional.of(next);
                }
                case Commit.MarkMoved moved -> {
                    LOG.info("partition {}: the mark is at {}, not {}", work.partition, moved.actual(), expected);
                    yield Optional.empty();
                }
                case Commit.GenerationOver over -> {
                    LOG.info("partition {}: generation {} is over", work.partition, work.generation);
                    yield Optional.empty();
                }
            };
        } catch (RuntimeException e) {
            if (!DatabaseErrors.isRefusedContent(e)) {
                throw e;
            }
            return rows.size() == 1
                    ? commit(work, expected, List.of(refused(rows.getFirst(), e)), leaderEpoch)
                    : commitHalves(work, expected, rows, leaderEpoch);
        }
    }

    /** The first half's mark goes without epoch: it is not that of the batch's last record. */
    private Optional<Long> commitHalves(Work work, long expected, List<Cleaned> rows, Optional<Integer> leaderEpoch) {
        List<Cleaned> first = rows.subList(0, rows.size() / 2);
        List<Cleaned> second = rows.subList(first.size(), rows.size());
        return commit(work, expected, first, Optional.empty()).flatMap(next -> commit(work, next, second, leaderEpoch));
    }

    private static <R> List<Place> places(List<R> rows, Function<R, Place> place) {
        return rows.stream().map(place).toList();
    }

    private static Cleaned refused(Cleaned row, RuntimeException failure) {
        if (row instanceof Cleaned.Stored stored) {
            StoredDocument document = stored.document();
            byte[] key = (document.model() + "/" + document.id()).getBytes(UTF_8);
            Cleaner.traced(LOG.atError(), document.traceId())
                    .addKeyValue("model", document.model().value())
                    .setCause(failure)
                    .log("the database refuses the record at {}", document.place());
            return new Cleaned.Dead(Cleaner.refusedByStore(document, key, DatabaseErrors.state(failure)));
        }
        throw failure; // a dead letter must always fit
    }

    private static RawRecord raw(int generation, ConsumerRecord<byte[], byte[]> record) {
        return new RawRecord(
                new Place(generation, record.partition(), record.offset()),
                Optional.ofNullable(record.key()),
                Optional.ofNullable(record.value()),
                header(record, RawTopic.TRACEPARENT).flatMap(TraceParent::parse),
                header(record, RawTopic.REDRIVE_OF),
                Instant.ofEpochMilli(Math.max(0, record.timestamp())));
    }

    private static Optional<String> header(ConsumerRecord<byte[], byte[]> record, String name) {
        return Optional.ofNullable(record.headers().lastHeader(name))
                .map(Header::value)
                .map(bytes -> new String(bytes, UTF_8));
    }

    /** The broker keeps offsets without a record (a transaction's end); they are accounted for like any other. */
    private static Cleaned noRecord(Place place, ConsumerRecord<byte[], byte[]> next) {
        return new Cleaned.Dead(new DeadLetter(
                place,
                Optional.empty(),
                "no-record",
                "the broker has no record at this offset",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.ofEpochMilli(Math.max(0, next.timestamp()))));
    }

    private static List<StoredDocument> stored(List<Cleaned> rows) {
        return rows.stream()
                .filter(Cleaned.Stored.class::isInstance)
                .map(row -> ((Cleaned.Stored) row).document())
                .toList();
    }

    private static List<DeadLetter> dead(List<Cleaned> rows) {
        return rows.stream()
                .filter(Cleaned.Dead.class::isInstance)
                .map(row -> ((Cleaned.Dead) row).letter())
                .toList();
    }
}
