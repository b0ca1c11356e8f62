package dev.millrace.runtime;

import dev.millrace.document.TraceParent;
import io.micronaut.http.HttpRequest;

/** The trace that a request belongs to. */
public final class Traces {
    /** Key of the trace id in the logs. */
    static final String TRACE_ID = "trace_id";

    static final String HEADER = "traceparent";

    private static final String ATTRIBUTE = "millrace.trace";

    private Traces() {}

    /** The trace that the request's header names; one that begins here when there is none. The same at each call. */
    public static TraceParent of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, TraceParent.class).orElseGet(() -> {
            String header = request.getHeaders().get(HEADER);
            TraceParent trace = TraceParent.parse(header == null ? "" : header).orElseGet(TraceParent::begin);
            request.setAttribute(ATTRIBUTE, trace);
            return trace;
        });
    }
}
