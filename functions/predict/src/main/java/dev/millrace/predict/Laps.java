package dev.millrace.predict;

import dev.millrace.predict.InferenceStats.Times;
import dev.millrace.runtime.Traces;
import io.micronaut.http.HttpRequest;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.util.List;

/**
 * The clock of one request: when it came, was begun, read, and inferred; for the statistics of the versions that answer, and
 * for the request's span. For one thread at a time.
 */
final class Laps {
    private static final AttributeKey<String> MODEL = AttributeKey.stringKey("millrace.model");
    private static final AttributeKey<String> VERSION = AttributeKey.stringKey("millrace.model_version");
    private static final AttributeKey<Long> ANSWERS = AttributeKey.longKey("millrace.answers");

    private final Span span;
    private final long came = System.nanoTime();
    private long began = came;
    private long read = came;
    private long inferred = came;

    Laps(HttpRequest<?> request) {
        span = Traces.span(request);
    }

    /** The body is here, and a thread to work on it. */
    void begin() {
        began = System.nanoTime();
        span.addEvent("begun");
    }

    void read() {
        read = System.nanoTime();
        span.addEvent("read");
    }

    void inferred() {
        inferred = System.nanoTime();
        span.addEvent("inferred");
    }

    /** Nanoseconds from its coming to its beginning. */
    long waited() {
        return began - came;
    }

    long sinceItCame() {
        return System.nanoTime() - came;
    }

    /**
     * The answer is written: counts the request at the versions that answered; when several did, its times at each.
     *
     * @param millis now, since 1970
     */
    void answered(List<Answer> answers, long millis) {
        Times times = new Times(began - came, read - began, inferred - read, System.nanoTime() - inferred);
        int first = 0;
        for (int i = 1; i <= answers.size(); i++) {
            InferenceStats stats = answers.get(first).version().stats();
            if (i == answers.size() || answers.get(i).version().stats() != stats) {
                stats.answered(i - first, times, millis);
                first = i;
            }
        }
        if (span.isRecording() && !answers.isEmpty()) {
            LoadedVersion version = answers.getFirst().version();
            span.setAttribute(MODEL, version.model().value())
                    .setAttribute(VERSION, version.name())
                    .setAttribute(ANSWERS, answers.size());
        }
    }
}
