package dev.millrace.train;

import dev.millrace.document.ModelDefinition;
import dev.millrace.runtime.Traces;
import dev.millrace.store.DatabaseErrors;
import dev.millrace.store.RunLock;
import dev.millrace.store.RunOutcome;
import dev.millrace.store.TrainingRun;
import dev.millrace.store.TrainingRuns;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

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
    private final Tracer tracer;
    private final LongSupplier nanos;

    RunExecution(
            Trainer trainer, TrainingRuns table, RunWatch watch, RunMeters meters, Tracer tracer, LongSupplier nanos) {
        this.trainer = trainer;
        this.table = table;
        this.watch = watch;
        this.meters = meters;
        this.tracer = tracer;
        this.nanos = nanos;
    }

    /** Trains, ends the run and gives the lock back. */
    TrainingRun carryOut(ModelDefinition model, TrainingRun run, RunLock.Held held) {
        long begun = nanos.getAsLong();
        RunTrace trace = new RunTrace(tracer, model, run, watch.progress(run.id(), held));
        meters.began();
        try (held) {
            RunOutcome outcome = outcome(model, run, trace);
            trace.end(outcome);
            meters.ended(model.name(), outcome.state(), Duration.ofNanos(nanos.getAsLong() - begun));
            log(run, outcome, trace);
            return finish(run, outcome);
        } finally {
            watch.end(run.id());
        }
    }

    private static void log(TrainingRun run, RunOutcome outcome, RunTrace trace) {
        LoggingEventBuilder line = LOG.atInfo()
                .addKeyValue("model", run.model().value())
                .addKeyValue("run", run.id().toString());
        if (outcome.version().isPresent()) {
            line = line.addKeyValue("model_version", outcome.version().get());
        }
        if (trace.id().isPresent()) {
            line = line.addKeyValue(Traces.TRACE_ID, trace.id().get());
        }
        line.log(
                "run {} of model {} ended {}: {}",
                run.id(),
                run.model(),
                outcome.state(),
                outcome.message().orElse(""));
    }

    private RunOutcome outcome(ModelDefinition model, TrainingRun run, Progress progress) {
        try {
            return trainer.train(model, run.trigger(), progress).outcome();
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
