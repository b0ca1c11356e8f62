package dev.millrace.clean;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.document.Content;
import dev.millrace.document.ContentHash;
import dev.millrace.document.Document;
import dev.millrace.document.DocumentCodec;
import dev.millrace.document.DocumentRules;
import dev.millrace.document.InvalidInput;
import dev.millrace.document.Place;
import dev.millrace.document.TraceParent;
import dev.millrace.runtime.Traces;
import dev.millrace.store.DeadLetter;
import dev.millrace.store.StoredDocument;
import dev.millrace.text.TextCleaner;
import dev.millrace.text.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Makes a row of a record: a document, or a dead letter with the reason and the original bytes. Never fails on a record:
 * what it cannot read is a dead letter too, so that no record stops its partition. Thread-safe.
 */
final class Cleaner {
    private static final Logger LOG = LoggerFactory.getLogger(Cleaner.class);

    private final DocumentRules rules;
    private final TextCleaner texts;

    Cleaner(DocumentRules rules, TextCleaner texts) {
        this.rules = rules;
        this.texts = texts;
    }

    /** What a text becomes. */
    record Preview(String text, List<String> tokens) {}

    Cleaned clean(RawRecord record) {
        Optional<Place> redriveOf = Optional.empty();
        try {
            redriveOf = record.redriveOf().map(header -> firstPlace(header, record.place()));
            return new Cleaned.Stored(document(record, redriveOf));
        } catch (InvalidInput e) {
            return dead(record, redriveOf, e.code(), e.sentence());
        } catch (RuntimeException | StackOverflowError e) {
            // A defect of ours, not of the record; the record is kept whole and can be redriven once it is mended.
            // Its message may quote the text, which belongs in no log.
            traced(LOG.atError(), traceId(record))
                    .log(
                            "the record at {} could not be cleaned: {}",
                            record.place(),
                            e.getClass().getName());
            return dead(record, redriveOf, "cleaner-failed", e.getClass().getSimpleName());
        }
    }

    Preview preview(String raw) {
        String text = texts.clean(raw);
        return new Preview(text, Tokenizer.tokens(text));
    }

    /**
     * A redriven record counts from its first place, so one that lies ahead would hide all that comes until then. Whether a
     * dead letter lies there is not asked: who may write to the topic is trusted with what it says.
     */
    private static Place firstPlace(String header, Place now) {
        Place first = Place.parse("redrive-of", header);
        boolean before = first.generation() < now.generation()
                || (first.generation() == now.generation()
                        && first.partition() == now.partition()
                        && first.offset() < now.offset());
        if (!before) {
            throw InvalidInput.field(
                    "redrive-of", "is " + first + ": expected a place before the record's own, " + now);
        }
        return first;
    }

    /** A line about a record, with the trace that it belongs to. */
    static LoggingEventBuilder traced(LoggingEventBuilder line, Optional<String> traceId) {
        return traceId.map(id -> line.addKeyValue(Traces.TRACE_ID, id)).orElse(line);
    }

    /** A dead letter of a record that the database refuses for what it holds. */
    static DeadLetter refusedByStore(StoredDocument document, byte[] key, String detail) {
        return new DeadLetter(
                document.place(),
                document.redriveOf(),
                "store-refused",
                detail,
                Optional.of(key),
                Optional.of(document.received()),
                document.traceId(),
                document.acceptedAt());
    }

    private StoredDocument document(RawRecord record, Optional<Place> redriveOf) {
        byte[] received = record.value()
                .orElseThrow(() -> InvalidInput.of("no-value", "value", "is missing: expected a document as JSON"));
        Document document = DocumentCodec.readWire(received);
        rules.check(document);
        requireKey(record, document);
        return new StoredDocument(
                record.place(),
                redriveOf,
                document.id(),
                document.model(),
                received,
                cleanedText(document.content()),
                TextCleaner.VERSION,
                contentHash(document.content()),
                document.label(),
                document.source(),
                traceId(record),
                record.acceptedAt());
    }

    /** Revisions keep their order only because they share a partition, and so a key. */
    private static void requireKey(RawRecord record, Document document) {
        byte[] expected = document.key().getBytes(UTF_8);
        if (record.key().isEmpty() || !Arrays.equals(record.key().get(), expected)) {
            throw InvalidInput.of("wrong-key", "key", "is not model/id: expected '" + document.key() + "'");
        }
    }

    private Optional<String> cleanedText(Content content) {
        return content instanceof Content.Text text ? Optional.of(texts.clean(text.value())) : Optional.empty();
    }

    private static Optional<ContentHash> contentHash(Content content) {
        return content instanceof Content.None ? Optional.empty() : Optional.of(ContentHash.of(content));
    }

    private static Optional<String> traceId(RawRecord record) {
        return record.trace().map(TraceParent::traceId);
    }

    private static Cleaned dead(RawRecord record, Optional<Place> redriveOf, String reason, String detail) {
        return new Cleaned.Dead(new DeadLetter(
                record.place(),
                redriveOf,
                reason,
                detail,
                record.key(),
                record.value(),
                traceId(record),
                record.acceptedAt()));
    }
}
