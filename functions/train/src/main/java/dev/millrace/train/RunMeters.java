package dev.millrace.train;

import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.store.TrainingRun;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/**
 * Counts runs. {@code millrace_training_duration_seconds{model}} is the time from a run's first step to its end;
 * {@code millrace_training_runs_total{model,state}} counts ends, {@code millrace_training_running} those under way here;
 * {@code millrace_gate_verdicts_total{model,verdict}} counts what the gate said: promoted = runs published, rejected = runs
 * rejected. Alert on a rise of failed or abandoned.
 */
final class RunMeters {
    private static final List<String> STATES = List.of(
            TrainingRun.PUBLISHED,
            TrainingRun.REJECTED,
            TrainingRun.UNCHANGED,
            TrainingRun.FAILED,
            TrainingRun.ABANDONED);
    private static final Duration[] BUCKETS = LongStream.of(1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600)
            .mapToObj(Duration::ofSeconds)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final AtomicInteger running = new AtomicInteger();

    /** @param models whose series begin at 0, so that a rise from nothing is seen */
    RunMeters(MeterRegistry registry, Models models) {
        this.registry = registry;
        Gauge.builder("millrace.training.running", running, AtomicInteger::get)
                .description("Runs under way on this replica")
                .register(registry);
        models.all().stream().map(ModelDefinition::name).forEach(model -> {
            duration(model);
            STATES.forEach(state -> runs(model, state, 0));
            verdict(model, "promoted", 0);
            verdict(model, "rejected", 0);
        });
    }

    void began() {
        running.incrementAndGet();
    }

    void ended(ModelName model, String state, Duration took) {
        running.decrementAndGet();
        duration(model).record(took);
        runs(model, state, 1);
        switch (state) {
            case TrainingRun.PUBLISHED -> verdict(model, "promoted", 1);
            case TrainingRun.REJECTED -> verdict(model, "rejected", 1);
            default -> {}
        }
    }

    /** Runs whose process was gone before it could count them; this one has found them. */
    void abandoned(ModelName model, int runs) {
        runs(model, TrainingRun.ABANDONED, runs);
    }

    private Timer duration(ModelName model) {
        return Timer.builder("millrace.training.duration")
                .description("From a run's first step to its end")
                .tag("model", model.value())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private void runs(ModelName model, String state, int runs) {
        registry.counter("millrace.training.runs", "model", model.value(), "state", state)
                .increment(runs);
    }

    private void verdict(ModelName model, String verdict, int runs) {
        registry.counter("millrace.gate.verdicts", "model", model.value(), "verdict", verdict)
                .increment(runs);
    }
}
