package dev.millrace.train;

import dev.millrace.document.InvalidInput;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.store.DatabaseErrors;
import dev.millrace.store.TrainingRun;
import java.io.PrintStream;

/** {@code train --once MODEL}: one run, and an exit code that says how it ended. */
final class OnceJob {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int REJECTED = 3;

    private final Models models;
    private final Runs runs;
    private final PrintStream out;

    OnceJob(Models models, Runs runs, PrintStream out) {
        this.models = models;
        this.runs = runs;
        this.out = out;
    }

    int train(String name) {
        try {
            ModelDefinition model = models.require(new ModelName(name));
            return switch (runs.start(model, "once")) {
                case Start.Begun begun -> report(begun.end().join());
                case Start.UnderWay other ->
                    failed("a run of model '" + name + "' is under way"
                            + other.run().map(found -> ": " + found.id()).orElse(""));
                case Start.Full full -> throw new IllegalStateException("a job has one run: it finds a place");
                case Start.Taken taken -> throw new IllegalStateException("only a schedule's minute can be taken");
            };
        } catch (InvalidInput e) {
            return failed(e.sentence());
        } catch (RuntimeException e) {
            if (DatabaseErrors.isTransient(e)) {
                return failed("the database does not answer: run again when it does");
            }
            throw e;
        }
    }

    private int report(TrainingRun run) {
        out.println(run.model() + " " + run.state() + ": " + run.message().orElse("") + " (run " + run.id() + ")");
        return switch (run.state()) {
            case TrainingRun.PUBLISHED, TrainingRun.UNCHANGED -> DONE;
            case TrainingRun.REJECTED -> REJECTED;
            default -> FAILED;
        };
    }

    private int failed(String sentence) {
        out.println("failed: " + sentence);
        return FAILED;
    }
}
