package dev.millrace.train;

import dev.millrace.document.ModelDefinition;
import dev.millrace.store.DatabaseErrors;
import dev.millrace.store.RunLock;
import dev.millrace.store.RunOutcome;
import dev.millrace.store.TrainingRun;
import dev.millrace.store.TrainingRuns;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out a run that has begun, and writes its end, whatever happens. */
final class RunExecution {
    private static final Logger LOG = LoggerFactory.getLogger(RunExecution.class);
    /** A short outage at the end of a long run should not cost its row: tried once a second. */
    private static final int TRIES = 30;

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final Trainer trainer;
    private final TrainingRuns table;
    private final RunWatch watch;
    private final RunMeters meters;
    private final LongSupplier nanos;

    RunExecution(Trainer trainer, TrainingRuns table, RunWatch watch, RunMeters meters, LongSupplier nanos) {
        this.trainer = trainer;
        this.table = table;
        this.watch = watch;
        this.meters = meters;
        this.nanos = nanos;
    }

    /** Trains, ends the run and gives the lock back. */
    TrainingRun carryOut(ModelDefinition model, TrainingRun run, RunLock.Held held) {
        long begun = nanos.getAsLong();
        try (held) {
            RunOutcome outcome = outcome(model, run, held);
            meters.ended(model.name(), outcome.state(), Duration.ofNanos(nanos.getAsLong() - begun));
            LOG.info(
                    "run {} of model {} ended {}: {}",
                    run.id(),
                    model.name(),
                    outcome.state(),
                    outcome.message().orElse(""));
            return finish(run, outcome);
        } finally {
            watch.end(run.id());
        }
    }

    private RunOutcome outcome(ModelDefinition model, TrainingRun run, RunLock.Held held) {
        try {
            return trainer.train(model, run.trigger(), watch.progress(run.id(), held))
                    .outcome();
        } catch (RunStoppedException e) {
            return ended(TrainingRun.ABANDONED, String.valueOf(e.getMessage()));
        } catch (NoRoomException e) {
            return ended(TrainingRun.FAILED, String.valueOf(e.getMessage()));
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("run {} of model {} failed", run.id(), model.name(), e);
            return ended(TrainingRun.FAILED, sentence(e));
        }
    }

    private TrainingRun finish(TrainingRun run, RunOutcome outcome) {
        for (int attempt = 1; ; attempt++) {
            try {
                return table.finish(run.id(), outcome);
            } catch (IllegalStateException e) {
                LOG.warn("run {} was ended by another process meanwhile", run.id());
                return table.find(run.id()).orElse(run);
            } catch (RuntimeException e) {
                if (attempt == TRIES || !DatabaseErrors.isTransient(e)) {
                    LOG.error("the end of run {} could not be written: it will be abandoned", run.id(), e);
                    throw e;
                }
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        }
    }

    private static RunOutcome ended(String state, String message) {
        return new RunOutcome(
                state,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(message),
                Optional.empty(),
                false);
    }

    private static String sentence(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return "the documents do not fit into memory: give the process a larger heap (-Xmx)";
        }
        return DatabaseErrors.isTransient(failure)
                ? "the database did not answer: run again when it does"
                : "a defect: " + failure.getClass().getSimpleName() + ", see the log of train";
    }
}
