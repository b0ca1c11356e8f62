package dev.millrace.runtime;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Map;
import java.util.TreeMap;

/** The health routes. */
@Controller("/health")
@ExecuteOn(TaskExecutors.BLOCKING)
final class HealthController {
    private final Lifecycle lifecycle;

    HealthController(Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Get
    HttpResponse<Map<String, Object>> health() {
        return answer(lifecycle.unhealthy());
    }

    @Get("/live")
    HttpResponse<Map<String, Object>> live() {
        return answer(lifecycle.dead());
    }

    @Get("/ready")
    HttpResponse<Map<String, Object>> ready() {
        return answer(lifecycle.notReady());
    }

    private static HttpResponse<Map<String, Object>> answer(Map<String, String> reasons) {
        return reasons.isEmpty()
                ? HttpResponse.ok(Map.of("status", "ok"))
                : HttpResponse.<Map<String, Object>>status(HttpStatus.SERVICE_UNAVAILABLE)
                        .body(new TreeMap<>(Map.of("status", "unavailable", "reasons", reasons)));
    }
}
