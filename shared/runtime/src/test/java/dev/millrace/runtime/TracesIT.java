package dev.millrace.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spans of a real server, as a receiver of OTLP gets them. */
class TracesIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private HttpServer receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/v1/traces", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private Running sample(String share) {
        return Running.start(Map.of(
                "MILLRACE_TRACES",
                "http://127.0.0.1:" + receiver.getAddress().getPort(),
                "MILLRACE_TRACES_SHARE",
                share));
    }

    @Test
    void requestWithATrace_isASpanOfItAndGoesOnFromThere() throws Exception {
        String answered;
        try (Running sample = sample("0")) {
            sample.get("/sample/items/7");
            answered = sample.send(sample.request("/sample/items/7")
                            .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"))
                    .headers()
                    .firstValue("traceparent")
                    .orElseThrow();
            awaitEnded(sample, "/sample/items/{id}", 2);
        }

        assertThat(answered).startsWith("00-" + TRACE).endsWith("-01").doesNotContain("00f067aa0ba902b7");
        String spans = String.join("", received);
        assertThat(spans)
                .contains("GET /sample/items/{id}", "millrace-sample", id(TRACE), id(answered.substring(36, 52)))
                .containsOnlyOnce("http.route");
    }

    @Test
    void requestWithoutATrace_isOneWhenTheShareIsAll() throws Exception {
        String bucket;
        try (Running sample = sample("1")) {
            sample.get("/sample/broken");
            sample.get("/health");
            awaitEnded(sample, "/sample/broken", 1);
            bucket = metrics(sample);
        }

        assertThat(String.join("", received))
                .contains("GET /sample/broken", "http.response.status_code")
                .doesNotContain("/health", "/metrics");
        assertThat(bucket).containsPattern("le=\"[0-9.]+\".* # \\{span_id=\"[0-9a-f]{16}\",trace_id=\"[0-9a-f]{32}\"");
    }

    /** Elsewhere OpenMetrics 1.0 has none, and Prometheus 2.42 refuses the whole page. */
    @Test
    void exemplars_standAtBucketsAndTotalsAlone() throws Exception {
        try (Running sample = sample("1")) {
            sample.get("/sample/items/7");
            awaitEnded(sample, "/sample/items/{id}", 1);
            assertThat(metrics(sample).lines().filter(line -> line.contains(" # {")))
                    .isNotEmpty()
                    .allMatch(line -> line.matches("[a-z_]+_(bucket|total)\\{.*"));
        }
    }

    /** A request ends, and so does its span, a moment after its answer. */
    private static void awaitEnded(Running sample, String endpoint, int requests) throws Exception {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        String counted = "(?s).*ml_api_requests_total\\{endpoint=\"" + Pattern.quote(endpoint)
                + "\",method=\"GET\",status=\"\\d+\"} " + requests + "\\.0.*";
        while (!metrics(sample).matches(counted) && System.nanoTime() < limit) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static String metrics(Running sample) throws IOException, InterruptedException {
        return sample.send(sample.request("/metrics").header("Accept", "application/openmetrics-text; version=1.0.0"))
                .body();
    }

    @Test
    void receiverThatIsAway_costsNoAnswerAndNoEnd() throws Exception {
        receiver.stop(0);
        long began = System.nanoTime();
        try (Running sample = sample("1")) {
            assertThat(sample.get("/sample/items/7").statusCode()).isEqualTo(200);
        }
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began)).isLessThan(20);
    }

    @Test
    void receiverThatNeverAnswers_isWaitedForSomeSecondsAtTheEnd() throws Exception {
        long ends;
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            try (Running sample = Running.start(Map.of(
                    "MILLRACE_TRACES", "http://127.0.0.1:" + silent.getLocalPort(), "MILLRACE_TRACES_SHARE", "1"))) {
                assertThat(sample.get("/sample/items/7").statusCode()).isEqualTo(200);
                ends = System.nanoTime();
            }
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - ends)).isLessThan(8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "jaeger:4318", "http://", "ftp://jaeger", "http://ja eger"})
    void receiverThatIsNoUrl_isRefused(String value) {
        assertThatThrownBy(() -> Running.start(Map.of("MILLRACE_TRACES", value)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("MILLRACE_TRACES")
                .hasMessageContaining("http://localhost:4318");
    }

    private static String id(String hex) {
        return new String(HexFormat.of().parseHex(hex), ISO_8859_1);
    }
}
