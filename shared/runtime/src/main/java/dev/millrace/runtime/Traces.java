package dev.millrace.runtime;

import dev.millrace.document.TraceParent;
import io.micronaut.http.HttpRequest;
import io.opentelemetry.api.trace.Span;
import java.util.Optional;

/** The trace that a request belongs to. */
public final class Traces {
    /** Key of the trace id in the logs. */
    public static final String TRACE_ID = "trace_id";

    static final String HEADER = "traceparent";

    private static final String ATTRIBUTE = "millrace.trace";
    private static final String SPAN = "millrace.span";

    private Traces() {}

    /** The request's place in its trace, for what follows from it; a trace begins here when it has none. The same at each call. */
    public static TraceParent of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, TraceParent.class).orElseGet(() -> {
            TraceParent trace = caller(request).orElseGet(TraceParent::begin);
            request.setAttribute(ATTRIBUTE, trace);
            return trace;
        });
    }

    /** The request's span, to add to; one that takes nothing when the request is not traced. */
    public static Span span(HttpRequest<?> request) {
        return request.getAttribute(SPAN, Span.class).orElse(Span.getInvalid());
    }

    /** What the request's header names. */
    static Optional<TraceParent> caller(HttpRequest<?> request) {
        String header = request.getHeaders().get(HEADER);
        return header == null ? Optional.empty() : TraceParent.parse(header);
    }

    /** From now on the request is at this span. */
    static void follow(HttpRequest<?> request, Span span, Optional<TraceParent> caller) {
        TraceParent before = caller.orElseGet(TraceParent::begin);
        request.setAttribute(ATTRIBUTE, Tracing.following(span, before));
        request.setAttribute(SPAN, span);
    }
}
