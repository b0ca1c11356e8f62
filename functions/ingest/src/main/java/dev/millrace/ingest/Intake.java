package dev.millrace.ingest;

import dev.millrace.document.Document;
import dev.millrace.document.DocumentCodec;
import dev.millrace.document.DocumentId;
import dev.millrace.document.DocumentRules;
import dev.millrace.document.InvalidInput;
import dev.millrace.document.TraceParent;
import dev.millrace.ingest.DocumentLog.Appended;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes documents in: decode, check against the models file, append to the log, wait until the log has them durably.
 * Runs on threads that may block. What is on its way at once is bounded by what the log takes, so memory is flat whatever is sent.
 */
final class Intake {
    /** Documents of one batch that are traced, if the request is: a batch may have more than anybody looks at. */
    private static final int TRACED_LINES = 100;

    static final String NO_ROOM = "the broker is behind: too many documents wait for it";

    private final DocumentRules rules;
    private final DocumentLog log;
    private final IntakeMeters meters;
    private final Duration patience;
    private final int lineLimit;
    private final Room room;

    /**
     * @param patience how long the log may take to acknowledge
     * @param lineLimit bytes a line of a batch may have
     * @param inFlight documents that may wait for their acknowledgement at once; fewer while the log is slow
     */
    Intake(DocumentRules rules, DocumentLog log, IntakeMeters meters, Duration patience, int lineLimit, int inFlight) {
        this.rules = rules;
        this.log = log;
        this.meters = meters;
        this.patience = patience;
        this.lineLimit = lineLimit;
        this.room = new Room(inFlight, patience, System::nanoTime);
    }

    /** What became of one document. */
    sealed interface Outcome {
        /** The log has it. */
        record Accepted(Document document, Appended at) implements Outcome {}

        /** It breaks a rule; sent again it breaks it again. */
        record Refused(InvalidInput reason) implements Outcome {}

        /** The log did not acknowledge in time; it may or may not have it. Send it again, with the same id. */
        record Unconfirmed(String reason) implements Outcome {}
    }

    /** One document, as JSON. */
    Outcome accept(byte[] json, Optional<String> idempotencyKey, TraceParent trace) throws InterruptedException {
        Document document;
        try {
            document = decode(json, idempotencyKey, 1);
        } catch (InvalidInput e) {
            meters.refused(e);
            return new Outcome.Refused(e);
        }
        Optional<Room.Stay> stay = room.tryEnter();
        if (stay.isEmpty()) {
            return unconfirmed(NO_ROOM);
        }
        try {
            Appended at = append(document, trace, stay.get())
                    .toCompletableFuture()
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            meters.accepted(document.model());
            return new Outcome.Accepted(document, at);
        } catch (TimeoutException e) {
            return unconfirmed("the broker did not acknowledge within " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            return failed(e.getCause() == null ? e : e.getCause());
        }
    }

    /**
     * Documents, one a line (NDJSON). Each line is accepted or refused by itself; when the log fails or the lines break off,
     * reading stops and the report says so. Closes the lines.
     */
    BatchReport acceptLines(InputStream lines, Optional<String> idempotencyKey, TraceParent trace)
            throws InterruptedException {
        BatchInFlight batch = new BatchInFlight(room, patience, meters);
        try (lines) {
            Lines source = new Lines(lines, lineLimit);
            while (!batch.broken()) {
                Optional<Lines.Line> line = source.next();
                if (line.isEmpty()) {
                    break;
                }
                if (!line.get().blank()) {
                    TraceParent of = line.get().number() <= TRACED_LINES ? trace : trace.unsampled();
                    acceptLine(line.get(), idempotencyKey, of, batch);
                }
            }
        } catch (IOException e) {
            return batch.finish(Optional.of(e));
        }
        return batch.finish(Optional.empty());
    }

    private void acceptLine(Lines.Line line, Optional<String> idempotencyKey, TraceParent trace, BatchInFlight batch)
            throws InterruptedException {
        try {
            if (line.tooLong()) {
                throw InvalidInput.malformed("the line is too long: expected at most " + lineLimit + " bytes");
            }
            Document document = decode(line.bytes(), idempotencyKey, line.number());
            Optional<Room.Stay> stay = batch.enter();
            if (stay.isPresent()) {
                batch.follow(line.number(), document, append(document, trace, stay.get()));
            }
        } catch (InvalidInput e) {
            batch.refuse(line.number(), e);
        }
    }

    /** The document's stay ends with its acknowledgement, or with the log's word that there will be none. */
    private CompletionStage<Appended> append(Document document, TraceParent trace, Room.Stay stay) {
        return log.append(document, trace).whenComplete((at, failure) -> {
            if (failure == null || failure instanceof DocumentLog.TooLargeException) {
                stay.acknowledged();
            } else {
                stay.failed();
            }
        });
    }

    private Document decode(byte[] json, Optional<String> idempotencyKey, long line) {
        Document document = DocumentCodec.readRequest(json, () -> newId(idempotencyKey, line, json));
        rules.check(document);
        return document;
    }

    private static DocumentId newId(Optional<String> idempotencyKey, long line, byte[] json) {
        return DocumentIds.next(idempotencyKey, line, json);
    }

    private Outcome failed(Throwable cause) {
        if (cause instanceof DocumentLog.TooLargeException) {
            InvalidInput refused = tooLarge();
            meters.refused(refused);
            return new Outcome.Refused(refused);
        }
        return unconfirmed("the broker did not take it: " + cause.getClass().getSimpleName());
    }

    private Outcome unconfirmed(String reason) {
        meters.unconfirmed();
        return new Outcome.Unconfirmed(reason);
    }

    static InvalidInput tooLarge() {
        return InvalidInput.of("document-too-large", "text", "makes a record larger than the topic takes: shorten it");
    }
}
