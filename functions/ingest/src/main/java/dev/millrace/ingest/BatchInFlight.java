package dev.millrace.ingest;

import dev.millrace.document.Document;
import dev.millrace.document.InvalidInput;
import dev.millrace.ingest.DocumentLog.Appended;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one batch that wait for their acknowledgement. One thread enters documents, the log's thread ends them;
 * only counts are kept, and the first refusals.
 */
final class BatchInFlight {
    private final Room room;
    private final Duration patience;
    private final IntakeMeters meters;
    private final Phaser waiting = new Phaser(1);
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final List<BatchReport.Refusal> refusals = new ArrayList<>();
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    BatchInFlight(Room room, Duration patience, IntakeMeters meters) {
        this.room = room;
        this.patience = patience;
        this.meters = meters;
    }

    /** Waits for room for one more document; with none the batch is broken. */
    Optional<Room.Stay> enter() throws InterruptedException {
        Optional<Room.Stay> stay = room.enter();
        if (stay.isEmpty()) {
            failure.compareAndSet(null, Intake.NO_ROOM);
        }
        return stay;
    }

    /** Follows a document that has entered until the log has it or fails. */
    void follow(long line, Document document, CompletionStage<Appended> append) {
        waiting.register();
        append.whenComplete((at, failure) -> {
            Throwable problem = cause(failure);
            if (problem == null) {
                accepted.increment();
                meters.accepted(document.model());
            } else if (problem instanceof DocumentLog.TooLargeException) {
                refuse(line, Intake.tooLarge());
            } else {
                meters.unconfirmed();
                this.failure.compareAndSet(
                        null,
                        "the broker did not take a document: "
                                + problem.getClass().getSimpleName());
            }
            waiting.arriveAndDeregister();
        });
    }

    /** What failed: a stage that follows another wraps it. */
    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    synchronized void refuse(long line, InvalidInput reason) {
        meters.refused(reason);
        refused.increment();
        if (refusals.size() < BatchReport.SPELLED_OUT) {
            refusals.add(new BatchReport.Refusal(line, reason));
        }
    }

    /** Whether reading on makes no sense. */
    boolean broken() {
        return failure.get() != null;
    }

    /**
     * Waits for all that is on its way, within the patience.
     *
     * @param cut why the lines broke off, if they did
     */
    BatchReport finish(Optional<IOException> cut) throws InterruptedException {
        try {
            waiting.awaitAdvanceInterruptibly(waiting.arrive(), patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            failure.compareAndSet(null, "the broker did not acknowledge within " + patience.toSeconds() + " s");
        }
        synchronized (this) {
            List<BatchReport.Refusal> byLine = refusals.stream()
                    .sorted(Comparator.comparingLong(BatchReport.Refusal::line))
                    .toList();
            return new BatchReport(accepted.sum(), refused.sum(), byLine, Optional.ofNullable(failure.get()), cut);
        }
    }
}
