package dev.millrace.train;

import dev.millrace.document.ModelName;
import dev.millrace.store.TrainingRun;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/**
 * Counts runs. {@code millrace_training_duration_seconds{model}} is the time from a run's first step to its end;
 * {@code millrace_training_runs_total{model,state}} counts ends; {@code millrace_gate_verdicts_total{model,verdict}} counts
 * what the gate said: promoted = runs published, rejected = runs rejected. Alert on a rise of failed or abandoned.
 */
final class RunMeters {
    private final MeterRegistry registry;

    RunMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void ended(ModelName model, String state, Duration took) {
        registry.timer("millrace.training.duration", "model", model.value()).record(took);
        registry.counter("millrace.training.runs", "model", model.value(), "state", state)
                .increment();
        switch (state) {
            case TrainingRun.PUBLISHED -> verdict(model, "promoted");
            case TrainingRun.REJECTED -> verdict(model, "rejected");
            default -> {}
        }
    }

    private void verdict(ModelName model, String verdict) {
        registry.counter("millrace.gate.verdicts", "model", model.value(), "verdict", verdict)
                .increment();
    }
}
