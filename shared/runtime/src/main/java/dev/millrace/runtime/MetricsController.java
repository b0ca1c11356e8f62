package dev.millrace.runtime;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** {@code GET /metrics}: Prometheus's text form, or OpenMetrics when the request accepts it. */
@Controller("/metrics")
@ExecuteOn(TaskExecutors.BLOCKING)
final class MetricsController {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry registry;

    MetricsController(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    @Get
    @Produces(MediaType.ALL)
    HttpResponse<String> metrics(HttpRequest<?> request) {
        String accept = String.join(",", request.getHeaders().getAll("Accept"));
        String form = accept.contains("application/openmetrics-text") ? OPEN_METRICS : PROMETHEUS;
        return HttpResponse.ok(registry.scrape(form)).header("Content-Type", form);
    }
}
