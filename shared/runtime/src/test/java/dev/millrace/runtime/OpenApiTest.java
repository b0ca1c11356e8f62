package dev.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private final OpenApi merged = OpenApi.of(List.of("sample", "without-a-specification"));

    @Test
    void specifications_areMergedWithTheRuntimes() {
        assertThat(merged.paths()).contains("GET /sample/items/{id}", "POST /sample/whole", "GET /health", "GET /docs");
        assertThat(merged.yaml())
                .contains("openapi: 3.0.3", "title: Millrace", "url: /", "name: sample", "name: runtime", "Problem:");
    }

    @Test
    void pathInTwoSpecifications_isRefused() {
        assertThatThrownBy(() -> OpenApi.of(List.of("doubled")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/health");
    }

    @Test
    void componentWithTwoDefinitions_isRefused() {
        assertThatThrownBy(() -> OpenApi.of(List.of("other")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("components.responses.Problem");
    }

    @Test
    void requestExamples_areReadyToBeSent() {
        assertThat(merged.requestExamples())
                .contains(
                        new RequestExample(
                                "GET /sample/items/{id}", "GET", "/sample/items/7?page_size=20", Optional.empty(), ""),
                        new RequestExample(
                                "POST /sample/bytes example",
                                "POST",
                                "/sample/bytes",
                                Optional.of("text/plain"),
                                "a few\nlines"),
                        new RequestExample(
                                "POST /sample/whole two",
                                "POST",
                                "/sample/whole",
                                Optional.of("application/json"),
                                "{\"model\":\"iris\"}"))
                .filteredOn(example -> example.name().equals("POST /sample/whole one"))
                .singleElement()
                .extracting(RequestExample::body)
                .asString()
                .startsWith("{\"model\":\"spam\",\"number\":1.5,\"list\":[true,");
    }
}
