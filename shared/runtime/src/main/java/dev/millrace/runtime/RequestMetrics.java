package dev.millrace.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.event.HttpRequestReceivedEvent;
import io.micronaut.http.context.event.HttpRequestTerminatedEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.opentelemetry.context.Scope;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/**
 * The metrics and the spans of requests, but for those of {@code /health} and {@code /metrics}, which would drown the others:
 *
 * <ul>
 *   <li>{@code ml_api_requests_total{method,endpoint,status}}: requests ended. {@code endpoint} is the route's template or
 *       {@code unmatched}, {@code method} one of HTTP's or {@code other}, so that nobody outside can make new series;
 *       {@code status} is {@code none} when the connection broke before there was one.
 *   <li>{@code ml_api_request_duration_seconds{endpoint}}: from the request's head to the end of the answer; an exemplar
 *       names a trace of its bucket.
 *   <li>{@code ml_api_active_requests}: begun and not ended. A request ends when its answer is written, or when its
 *       connection is gone and its route has returned: so begun = ended + active at any time.
 * </ul>
 */
@Singleton
final class RequestMetrics {
    private static final String BEGAN = "millrace.began";
    private static final String STATUS = "millrace.status";
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT");
    private static final Duration[] BUCKETS = LongStream.of(
                    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final RequestSpans spans;
    private final AtomicInteger active = new AtomicInteger();
    private final Map<Series, Counter> counters = new ConcurrentHashMap<>();
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    private record Series(String method, String endpoint, String status) {}

    RequestMetrics(MeterRegistry registry, RequestSpans spans) {
        this.registry = registry;
        this.spans = spans;
        Gauge.builder("ml_api_active_requests", active, AtomicInteger::get)
                .description("Requests begun and not ended.")
                .register(registry);
    }

    /** Notes the status that a request is answered with; the last one counts. */
    static void status(HttpRequest<?> request, int status) {
        request.setAttribute(STATUS, Integer.toString(status));
    }

    /** The route's template, which holds nothing of the sender's. */
    static String endpoint(HttpRequest<?> request) {
        return BasicHttpAttributes.getUriTemplate(request).orElse("unmatched");
    }

    @EventListener
    void received(HttpRequestReceivedEvent event) {
        String path = event.getSource().getPath();
        if (!path.equals("/metrics") && !path.equals("/health") && !path.startsWith("/health/")) {
            event.getSource().setAttribute(BEGAN, System.nanoTime());
            active.incrementAndGet();
            spans.begin(event.getSource());
        }
    }

    @EventListener
    void terminated(HttpRequestTerminatedEvent event) {
        HttpRequest<?> request = event.getSource();
        Long began = request.removeAttribute(BEGAN, Long.class).orElse(null);
        if (began == null) {
            return;
        }
        active.decrementAndGet();
        String endpoint = endpoint(request);
        String method = METHODS.contains(request.getMethodName()) ? request.getMethodName() : "other";
        String status = request.getAttribute(STATUS, String.class).orElse("none");
        try (Scope _ = spans.end(request, method, status).makeCurrent()) {
            timer(endpoint).record(Duration.ofNanos(System.nanoTime() - began));
        }
        counters.computeIfAbsent(new Series(method, endpoint, status), this::counter)
                .increment();
    }

    private Counter counter(Series series) {
        return Counter.builder("ml_api_requests")
                .description("Requests ended, but for those of /health and /metrics.")
                .tag("method", series.method())
                .tag("endpoint", series.endpoint())
                .tag("status", series.status())
                .register(registry);
    }

    private Timer timer(String endpoint) {
        return timers.computeIfAbsent(
                endpoint,
                template -> Timer.builder("ml_api_request_duration")
                        .description("From a request's head to the end of its answer.")
                        .tag("endpoint", template)
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry));
    }
}
