package dev.millrace.train;

import dev.millrace.document.ModelDefinition;
import dev.millrace.store.RunOutcome;
import dev.millrace.store.TrainingRun;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Optional;

/** The trace of one run: a span for the whole, and one for each phase. For the thread that carries it out. */
final class RunTrace implements Progress {
    private static final AttributeKey<String> MODEL = AttributeKey.stringKey("millrace.model");
    private static final AttributeKey<String> RUN = AttributeKey.stringKey("millrace.run");
    private static final AttributeKey<String> TRIGGER = AttributeKey.stringKey("millrace.trigger");
    private static final AttributeKey<String> STATE = AttributeKey.stringKey("millrace.state");
    private static final AttributeKey<Long> VERSION = AttributeKey.longKey("millrace.model_version");

    private final Tracer tracer;
    private final Progress progress;
    private final Span span;
    private Span phase = Span.getInvalid();

    /** @param progress is told of each phase first; what it throws ends the run, and begins no span */
    RunTrace(Tracer tracer, ModelDefinition model, TrainingRun run, Progress progress) {
        this.tracer = tracer;
        this.progress = progress;
        this.span = tracer.spanBuilder("train " + model.name())
                .setNoParent()
                .setAttribute(MODEL, model.name().value())
                .setAttribute(RUN, run.id().toString())
                .setAttribute(TRIGGER, run.trigger())
                .startSpan();
    }

    @Override
    public void enter(Phase next) {
        progress.enter(next);
        phase.end();
        phase = tracer.spanBuilder(next.word())
                .setParent(Context.root().with(span))
                .startSpan();
    }

    /** None when nothing is traced. */
    Optional<String> id() {
        return Optional.of(span.getSpanContext()).filter(SpanContext::isValid).map(SpanContext::getTraceId);
    }

    void end(RunOutcome outcome) {
        phase.end();
        span.setAttribute(STATE, outcome.state());
        outcome.version().ifPresent(version -> span.setAttribute(VERSION, version));
        if (outcome.state().equals(TrainingRun.FAILED) || outcome.state().equals(TrainingRun.ABANDONED)) {
            span.setStatus(StatusCode.ERROR, outcome.message().orElse(""));
        }
        span.end();
    }
}
