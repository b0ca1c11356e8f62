package dev.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.web.router.Router;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RoutesIT {
    private static Running sample;

    @BeforeAll
    static void start() {
        sample = Running.start(Map.of());
    }

    @AfterAll
    static void stop() {
        sample.close();
    }

    @Test
    void functionWithNoChecks_isHealthyReadyAndLive() throws Exception {
        for (String path : new String[] {"/health", "/health/live", "/health/ready"}) {
            assertThat(sample.get(path).statusCode()).isEqualTo(200);
            assertThat(sample.get(path).body()).isEqualTo("{\"status\":\"ok\"}");
        }
    }

    @Test
    void routesAndSpecification_areTheSame() {
        Set<String> routes = sample.context
                .getBean(Router.class)
                .uriRoutes()
                .map(route -> route.getHttpMethodName() + " " + route.getUriMatchTemplate())
                .filter(route -> !route.startsWith("HEAD "))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(OpenApi.of(List.of("sample")).paths()).isEqualTo(routes);
    }

    @Test
    void examplesOfTheRuntime_workWhenSent() throws Exception {
        for (RequestExample example : OpenApi.of(List.of()).requestExamples()) {
            assertThat(sample.get(example.path()).statusCode())
                    .as(example.name())
                    .isEqualTo(200);
        }
    }

    @Test
    void docs_isSwaggerUiWithNothingFromOutside() throws Exception {
        HttpResponse<String> page = sample.get("/docs");

        assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'self'");
        assertThat(page.body()).contains("<title>Millrace</title>").doesNotContain("http:", "https:");
        assertThat(sample.get("/docs/assets/swagger-ui.css").headers().firstValue("content-type"))
                .contains("text/css; charset=utf-8");
        assertThat(sample.get("/docs/assets/swagger-ui-bundle.js").body()).contains("SwaggerUIBundle");
        assertThat(sample.get("/docs/assets/docs.js").body()).contains("/openapi.yml");
        assertThat(sample.get("/docs/assets/pom.xml").statusCode()).isEqualTo(404);
        assertThat(sample.get("/docs/assets/..%2f..%2fsample.yml").statusCode()).isEqualTo(404);
    }

    @Test
    void emptyList_isInTheAnswer() throws Exception {
        assertThat(sample.get("/sample/items/7").body()).contains("\"none\":[]");
    }

    @Test
    void traceOfTheRequest_comesBack() throws Exception {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        assertThat(sample.send(sample.request("/sample/items/7").header("traceparent", trace))
                        .headers()
                        .firstValue("traceparent"))
                .contains(trace);
        assertThat(sample.get("/sample/items/7")
                        .headers()
                        .firstValue("traceparent")
                        .orElseThrow())
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
    }

    @Test
    void logLineOfARoute_hasTheTrace() throws Exception {
        String id = "4bf92f3577b34da6a3ce929d0e0e4737";
        try (Captured log = Captured.of(SampleController.class)) {
            sample.send(sample.request("/sample/items/71").header("traceparent", "00-" + id + "-00f067aa0ba902b7-01"));

            assertThat(log.events())
                    .filteredOn(event -> event.getFormattedMessage().equals("item 71"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.getMDCPropertyMap()).containsEntry("trace_id", id));
        }
    }

    @Test
    void metrics_comeInTheFormThatIsAccepted() throws Exception {
        HttpResponse<String> plain = sample.get("/metrics");
        HttpResponse<String> open =
                sample.send(sample.request("/metrics").header("Accept", "application/openmetrics-text; version=1.0.0"));

        assertThat(plain.headers().firstValue("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(plain.body()).contains("jvm_memory_used_bytes", "process_cpu_usage", "ml_api_active_requests 0.0");
        assertThat(open.headers().firstValue("content-type"))
                .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(open.body()).endsWith("# EOF\n");
    }

    @Test
    void bodyUpToTheLimit_isRead() throws Exception {
        HttpRequest.Builder request =
                sample.request("/sample/bytes").POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1000]));

        assertThat(sample.send(request).body()).isEqualTo("{\"bytes\":1000}");
    }
}
