package dev.millrace.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.store.RunOutcome;
import dev.millrace.store.TrainingRun;
import dev.millrace.testkit.KeptSpans;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunTraceTest {
    private final KeptSpans spans = new KeptSpans();

    private RunTrace trace(Progress progress) {
        TrainingRun run = new TrainingRun(
                UUID.randomUUID(),
                Bench.IRIS.name(),
                "test",
                TrainingRun.RUNNING,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
        return new RunTrace(spans.tracer(), Bench.IRIS, run, progress);
    }

    @Test
    void run_isATraceWithASpanForEachPhase() {
        RunTrace trace = trace(phase -> {});
        trace.enter(Phase.SNAPSHOT);
        trace.enter(Phase.FIT);
        trace.end(RunOutcome.failed("too few documents"));

        List<SpanData> ended = spans.ended();
        assertThat(ended).extracting(SpanData::getName).containsExactly("snapshot", "fit", "train iris");
        SpanData run = ended.getLast();
        assertThat(ended.subList(0, 2))
                .allMatch(phase -> phase.getParentSpanId().equals(run.getSpanId()));
        assertThat(run.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(trace.id()).contains(run.getTraceId());
    }

    @Test
    void phaseThatMustNotBegin_beginsNoSpan() {
        RunTrace trace = trace(phase -> {
            throw new RunStoppedException("stopped");
        });

        assertThatThrownBy(() -> trace.enter(Phase.FIT)).isInstanceOf(RunStoppedException.class);
        trace.end(RunOutcome.failed("stopped"));

        assertThat(spans.ended()).extracting(SpanData::getName).containsExactly("train iris");
    }
}
