package dev.millrace.train;

import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelName;
import dev.millrace.store.RunLock;
import dev.millrace.store.TrainingRun;
import dev.millrace.store.TrainingRuns;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Begins runs: one at a time a model among all processes on the database, and no more here than the workshop takes. Blocks
 * on the database only; the training itself goes on in the workshop.
 */
final class Runs {
    /** The instant between a run's end and the release of its lock, or between the lock and the run's row. */
    private static final Duration INSTANT = Duration.ofSeconds(2);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    /** Newest runs among which one under way is to be found. */
    private static final int NEWEST = 20;

    private final TrainingRuns table;
    private final RunLock lock;
    private final RunExecution execution;
    private final RunMeters meters;
    private final RunWatch watch;
    private final Workshop workshop;

    Runs(
            TrainingRuns table,
            RunLock lock,
            RunExecution execution,
            RunMeters meters,
            RunWatch watch,
            Workshop workshop) {
        this.table = table;
        this.lock = lock;
        this.execution = execution;
        this.meters = meters;
        this.watch = watch;
        this.workshop = workshop;
    }

    /** Begins a run now. */
    Start start(ModelDefinition model, String trigger) {
        return start(model, () -> Optional.of(table.start(model.name(), trigger)));
    }

    /** Begins the run of a minute of the schedule, unless a replica has taken it. */
    Start startScheduled(ModelDefinition model, Instant minute) {
        return start(model, () -> table.startScheduled(model.name(), minute));
    }

    /** Ends the runs of a model whose process is gone, as {@code abandoned}; gives their number. */
    int abandonStale(ModelName model) {
        if (underWay(model).isEmpty()) {
            return 0;
        }
        Optional<RunLock.Held> taken = lock.tryAcquire(model);
        if (taken.isEmpty()) {
            return 0;
        }
        try (RunLock.Held held = taken.get()) {
            return held.stillHeld() ? abandon(model) : 0;
        }
    }

    private int abandon(ModelName model) {
        int abandoned = table.abandonStale(model);
        meters.abandoned(model, abandoned);
        return abandoned;
    }

    private Start start(ModelDefinition model, Supplier<Optional<TrainingRun>> insert) {
        if (!workshop.reserve()) {
            return new Start.Full();
        }
        boolean handedOver = false;
        try {
            Optional<RunLock.Held> held = acquire(model.name());
            Start start =
                    held.isEmpty() ? new Start.UnderWay(underWay(model.name())) : begin(model, held.get(), insert);
            handedOver = start instanceof Start.Begun;
            return start;
        } finally {
            if (!handedOver) {
                workshop.giveBack();
            }
        }
    }

    private Start begin(ModelDefinition model, RunLock.Held held, Supplier<Optional<TrainingRun>> insert) {
        boolean handedOver = false;
        try {
            abandon(model.name());
            Optional<TrainingRun> run = insert.get();
            if (run.isEmpty()) {
                return new Start.Taken();
            }
            Start begun = handOver(model, run.get(), held);
            handedOver = true;
            return begun;
        } finally {
            if (!handedOver) {
                held.close();
            }
        }
    }

    private Start handOver(ModelDefinition model, TrainingRun run, RunLock.Held held) {
        watch.begin(run.id());
        return new Start.Begun(run, workshop.carryOut(() -> execution.carryOut(model, run, held)));
    }

    private Optional<RunLock.Held> acquire(ModelName model) {
        long tries = INSTANT.dividedBy(BETWEEN_TRIES);
        for (long attempt = 0; attempt < tries; attempt++) {
            Optional<RunLock.Held> held = lock.tryAcquire(model);
            if (held.isPresent() || underWay(model).isPresent()) {
                return held;
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
        return Optional.empty();
    }

    private Optional<TrainingRun> underWay(ModelName model) {
        return table.recent(model, NEWEST).stream()
                .filter(run -> run.state().equals(TrainingRun.RUNNING))
                .findFirst();
    }
}
