package dev.millrace.runtime;

import dev.millrace.document.TraceParent;
import io.micronaut.context.propagation.slf4j.MdcPropagationContext;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Map;

/** What happens to every request: its trace goes to the log and back to the client, its status to the metrics. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class EveryRequest implements Ordered {
    private final Lifecycle lifecycle;

    EveryRequest(Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @RequestFilter
    void begin(HttpRequest<?> request, MutablePropagatedContext context) {
        TraceParent trace = Traces.of(request);
        context.add(new MdcPropagationContext(Map.of(Traces.TRACE_ID, trace.traceId())));
    }

    @ResponseFilter
    void end(HttpRequest<?> request, MutableHttpResponse<?> response) {
        response.getHeaders().set(Traces.HEADER, Traces.of(request).toString());
        RequestMetrics.status(request, response.code());
        if (lifecycle.draining()) {
            // So that a client with a connection kept alive comes back through the load balancer.
            response.header(HttpHeaders.CONNECTION, "close");
        }
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
