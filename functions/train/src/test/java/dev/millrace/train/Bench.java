package dev.millrace.train;

import dev.millrace.document.GateSettings;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelName;
import dev.millrace.document.TrainerSettings;
import dev.millrace.runtime.Tracing;
import dev.millrace.store.Database;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.Registry;
import dev.millrace.store.RunLock;
import dev.millrace.store.Snapshots;
import dev.millrace.store.TrainingRun;
import dev.millrace.store.TrainingRuns;
import dev.millrace.testkit.SampleDocuments;
import dev.millrace.testkit.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;

/** One replica of train without its HTTP, on a database of a test. */
final class Bench implements AutoCloseable {
    static final ModelDefinition IRIS = SampleDocuments.models().require(new ModelName("iris"));

    final Database database;
    final Registry registry;
    final TrainingRuns table;
    final RunLock lock;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Workshop workshop;
    final RunWatch watch;
    final Trainer trainer;
    final Runs runs;

    Bench(TestDatabase test) {
        this(test, 1, 4);
    }

    Bench(TestDatabase test, int workers, int waiting) {
        database = test.open(DatabaseRole.TRAIN);
        registry = new Registry(database);
        table = new TrainingRuns(database);
        lock = new RunLock(database);
        workshop = new Workshop(workers, waiting);
        watch = new RunWatch(workshop);
        trainer = new Trainer(new Snapshots(database), registry, table, "test", System::nanoTime);
        runs = new Runs(table, lock, execution(), runMeters(), watch, workshop);
    }

    RunExecution execution() {
        return new RunExecution(
                trainer, table, watch, runMeters(), Tracing.off().tracer(), System::nanoTime);
    }

    /** Of the same series, however often it is made. */
    private RunMeters runMeters() {
        return new RunMeters(meters, SampleDocuments.models());
    }

    /** Trains to the end, as a request does. */
    TrainingRun train(ModelDefinition model) {
        return begun(runs.start(model, "test")).end().join();
    }

    static Start.Begun begun(Start start) {
        if (start instanceof Start.Begun begun) {
            return begun;
        }
        throw new AssertionError("no run began: " + start);
    }

    /** The model with another schedule. */
    static ModelDefinition scheduled(ModelDefinition model, String cron) {
        return changed(model, model.trainer(), Optional.of(cron), model.gate());
    }

    /** The model with another trainer. */
    static ModelDefinition withTrainer(ModelDefinition model, TrainerSettings trainer) {
        return changed(model, trainer, model.schedule(), model.gate());
    }

    /** The model with another level of its gate: other settings, equal classifiers. */
    static ModelDefinition withLevel(ModelDefinition model, double level) {
        GateSettings gate = model.gate();
        GateSettings changed = new GateSettings(
                gate.promote(),
                level,
                gate.margin(),
                gate.minHoldoutPerLabel(),
                gate.minAccuracy(),
                gate.minMacroF1(),
                gate.maxLogLoss(),
                gate.maxCalibrationError(),
                gate.floors());
        return changed(model, model.trainer(), model.schedule(), changed);
    }

    private static ModelDefinition changed(
            ModelDefinition model, TrainerSettings trainer, Optional<String> schedule, GateSettings gate) {
        return new ModelDefinition(
                model.name(),
                model.kind(),
                model.byDefault(),
                model.labels(),
                model.features(),
                model.textLimit(),
                trainer,
                schedule,
                gate);
    }

    @Override
    public void close() {
        try {
            workshop.close(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        database.close();
    }
}
