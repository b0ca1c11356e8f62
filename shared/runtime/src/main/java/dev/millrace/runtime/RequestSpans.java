package dev.millrace.runtime;

import dev.millrace.document.TraceParent;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The span of each request, by OpenTelemetry's conventions for HTTP servers; begun and ended by {@link RequestMetrics}. */
@Singleton
final class RequestSpans {
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

    private final boolean on;
    private final Tracer tracer;

    RequestSpans(Tracing tracing) {
        this.on = tracing.on();
        this.tracer = tracing.tracer();
    }

    void begin(HttpRequest<?> request) {
        if (!on) {
            return;
        }
        SpanBuilder builder = tracer.spanBuilder("request").setSpanKind(SpanKind.SERVER);
        Optional<TraceParent> caller = Traces.caller(request);
        Span span = caller.map(trace -> builder.setParent(Tracing.context(trace)))
                .orElseGet(builder::setNoParent)
                .startSpan();
        Traces.follow(request, span, caller);
    }

    /** Ends the request's span; gives it, for the exemplar. */
    Span end(HttpRequest<?> request, String method, String status) {
        Span span = Traces.span(request);
        if (span.isRecording()) {
            String route = BasicHttpAttributes.getUriTemplate(request).orElse("");
            span.updateName((method + " " + route).strip());
            span.setAttribute(METHOD, method);
            if (!route.isEmpty()) {
                span.setAttribute(ROUTE, route);
            }
            if (status.equals("none")) {
                span.setStatus(StatusCode.ERROR, "the connection broke");
            } else {
                span.setAttribute(STATUS, Long.parseLong(status));
                if (status.startsWith("5")) {
                    span.setStatus(StatusCode.ERROR);
                }
            }
            span.end();
        }
        return span;
    }
}
