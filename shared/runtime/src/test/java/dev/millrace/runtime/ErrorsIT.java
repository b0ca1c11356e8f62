package dev.millrace.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.millrace.document.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ErrorsIT {
    private static Running sample;

    @BeforeAll
    static void start() {
        sample = Running.start(Map.of());
    }

    @AfterAll
    static void stop() {
        sample.close();
    }

    private static JsonObject problem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        JsonObject problem = JsonObject.parse(answer.body().getBytes(UTF_8));
        assertThat(problem.requireString("code")).isEqualTo(code);
        assertThat(problem.requireString("type")).isEqualTo("urn:millrace:problem:" + code);
        assertThat(problem.integer("status", 400, 599)).contains((long) status);
        assertThat(problem.requireString("title")).isNotBlank();
        assertThat(answer.headers().firstValue("traceparent").orElseThrow())
                .contains(problem.requireString("trace_id"));
        return problem;
    }

    private static HttpRequest.Builder post(String path, String body) {
        return sample.request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    @Test
    void unknownPath_is404WithAHint() throws Exception {
        JsonObject problem = problem(sample.get("/sampel?x=1"), 404, "not-found");

        assertThat(problem.requireString("detail")).contains("/sampel", "/docs");
        assertThat(problem.requireString("instance")).isEqualTo("/sampel");
    }

    @Test
    void wrongMethod_is405WithWhatIsAllowed() throws Exception {
        HttpResponse<String> answer =
                sample.send(sample.request("/sample/whole").DELETE());

        assertThat(problem(answer, 405, "method-not-allowed").requireString("detail"))
                .contains("DELETE is not for /sample/whole: expected POST");
        assertThat(answer.headers().firstValue("allow")).contains("POST");
    }

    @Test
    void unknownMethod_is405() throws Exception {
        problem(
                sample.send(sample.request("/sample/whole").method("BREW", BodyPublishers.noBody())),
                405,
                "method-not-allowed");
    }

    @Test
    void wrongContentType_is415() throws Exception {
        HttpResponse<String> answer = sample.send(sample.request("/sample/whole")
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString("a,b")));

        assertThat(problem(answer, 415, "unsupported-media-type").requireString("detail"))
                .contains("text/csv");
    }

    @Test
    void bodyOverTheLimit_is413() throws Exception {
        HttpResponse<String> answer =
                sample.send(sample.request("/sample/bytes").POST(BodyPublishers.ofByteArray(new byte[1001])));

        assertThat(problem(answer, 413, "body-too-large").requireString("detail"))
                .contains("1000");
    }

    @Test
    void bodyThatIsNotAsEncodedAsItSays_is400() throws Exception {
        HttpResponse<String> answer = sample.send(sample.request("/sample/bytes")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("plain text, and no gzip at all")));

        assertThat(problem(answer, 400, "malformed").requireString("detail")).contains("Content-Encoding");
    }

    @Test
    void gzipThatBreaksOff_is400() throws Exception {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(whole)) {
            gzip.write("a body of some length".getBytes(UTF_8));
        }
        byte[] bytes = whole.toByteArray();

        assertThat(sample.send(gzip(bytes)).body()).isEqualTo("{\"bytes\":21}");
        problem(sample.send(gzip(Arrays.copyOf(bytes, bytes.length - 4))), 400, "malformed");
        problem(sample.send(gzip(Arrays.copyOf(bytes, 5))), 400, "malformed");
    }

    private static HttpRequest.Builder gzip(byte[] body) {
        return sample.request("/sample/bytes")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(body));
    }

    @Test
    void encodingThatIsNotKnown_is415() throws Exception {
        problem(
                sample.send(sample.request("/sample/bytes")
                        .header("Content-Encoding", "br")
                        .POST(BodyPublishers.ofString("x"))),
                415,
                "unsupported-content-encoding");
    }

    @Test
    void noContentTypeWhereSeveralAreTaken_is415() throws Exception {
        HttpResponse<String> answer =
                sample.send(sample.request("/sample/several").POST(BodyPublishers.ofString("{}")));

        assertThat(problem(answer, 415, "unsupported-media-type").requireString("detail"))
                .contains("Content-Type is missing", "/sample/several");
    }

    @Test
    void wrongPathParameter_is400NamingIt() throws Exception {
        JsonObject problem = problem(sample.get("/sample/items/x"), 400, "invalid-parameter");

        assertThat(problem.requireString("field")).isEqualTo("id");
        assertThat(problem.requireString("detail")).contains("expected a whole number");
    }

    @Test
    void wrongQueryParameter_is400NamingItAsItWasSent() throws Exception {
        assertThat(problem(sample.get("/sample/items/1?page_size=x"), 400, "invalid-parameter")
                        .requireString("field"))
                .isEqualTo("page_size");
    }

    @Test
    void malformedJson_is400() throws Exception {
        problem(sample.send(post("/sample/whole", "{")), 400, "malformed");
        problem(sample.send(post("/sample/whole", "")), 400, "malformed");
    }

    @Test
    void fieldThatBreaksARule_is422NamingIt() throws Exception {
        assertThat(problem(sample.send(post("/sample/whole", "{\"model\":7}")), 422, "invalid-model")
                        .requireString("field"))
                .isEqualTo("model");
    }

    @Test
    void problemOfTheRoute_keepsStatusCodeAndRetryAfter() throws Exception {
        HttpResponse<String> answer = sample.get("/sample/busy");

        assertThat(problem(answer, 503, "busy").requireString("detail")).isEqualTo("come back later");
        assertThat(answer.headers().firstValue("retry-after")).contains("2");
    }

    @Test
    void unexpectedFailure_is500WithoutInternalsAndLoggedWithTheTrace() throws Exception {
        try (Captured log = Captured.of(FailureHandler.class)) {
            HttpResponse<String> answer = sample.get("/sample/broken");

            String trace = problem(answer, 500, "internal").requireString("trace_id");
            assertThat(answer.body()).doesNotContain("hunter2", "IllegalState", "dev.millrace");
            assertThat(log.events()).singleElement().satisfies(event -> {
                assertThat(event.getThrowableProxy().getMessage()).contains("hunter2");
                assertThat(event.getMDCPropertyMap()).containsEntry("trace_id", trace);
            });
        }
    }

    @Test
    void refusal_isLoggedByItsCodeAndRouteAlone() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(FailureHandler.class);
        logger.setLevel(Level.DEBUG);
        try (Captured log = Captured.of(FailureHandler.class)) {
            problem(sample.send(post("/sample/whole", "{\"model\":7}")), 422, "invalid-model");

            assertThat(log.events())
                    .singleElement()
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .isEqualTo("POST /sample/whole: invalid-model");
        } finally {
            logger.setLevel(null);
        }
    }

    @Test
    void headOfAnError_hasNoBody() throws Exception {
        HttpResponse<String> answer = sample.send(sample.request("/nowhere").method("HEAD", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void pathWithAFormOfItsOwn_answersInIt() throws Exception {
        HttpResponse<String> answer = sample.get("/v9/models");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.body()).startsWith("{\"error\":\"there is nothing at /v9/models");
    }

    @Test
    void errors_areCountedByCode() throws Exception {
        sample.get("/sample/busy");

        assertThat(sample.get("/metrics").body()).contains("millrace_errors_total{code=\"busy\"}");
    }
}
