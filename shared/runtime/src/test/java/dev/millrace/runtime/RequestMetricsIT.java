package dev.millrace.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestMetricsIT {
    private static final Pattern ACTIVE = Pattern.compile("(?m)^ml_api_active_requests (\\S+)$");

    private Running sample;

    @BeforeEach
    void start() {
        sample = Running.start(Map.of());
    }

    @AfterEach
    void stop() {
        sample.close();
    }

    private double active() {
        try {
            Matcher line = ACTIVE.matcher(sample.get("/metrics").body());
            return line.find() ? Double.parseDouble(line.group(1)) : Double.NaN;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitActive(double expected) {
        long limit = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (active() != expected && System.nanoTime() < limit) {
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(active()).isEqualTo(expected);
    }

    private Socket sent(String request) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), sample.uri("/").getPort());
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    @Test
    void requests_areCountedByTemplateMethodAndStatus() throws Exception {
        sample.get("/sample/items/1");
        sample.get("/sample/items/2");
        sample.get("/sample/broken");
        sample.get("/no/such/path");
        sample.send(sample.request("/no/such/path").method("BREW", BodyPublishers.noBody()));
        sample.get("/health");
        awaitActive(0);

        assertThat(sample.get("/metrics").body())
                .contains("ml_api_requests_total{endpoint=\"/sample/items/{id}\",method=\"GET\",status=\"200\"} 2.0")
                .contains("ml_api_requests_total{endpoint=\"/sample/broken\",method=\"GET\",status=\"500\"} 1.0")
                .contains("ml_api_requests_total{endpoint=\"unmatched\",method=\"GET\",status=\"404\"} 1.0")
                .contains("ml_api_requests_total{endpoint=\"unmatched\",method=\"other\",status=\"404\"} 1.0")
                .contains("ml_api_request_duration_seconds_count{endpoint=\"/sample/items/{id}\"} 2")
                .contains("ml_api_request_duration_seconds_bucket{endpoint=\"/sample/items/{id}\",le=\"0.005\"}")
                .doesNotContain("endpoint=\"/health\"", "endpoint=\"/metrics\"", "/no/such/path", "BREW");
    }

    @Test
    void requestInFlight_isActiveUntilItEnds() throws Exception {
        SampleController controller = sample.context.getBean(SampleController.class);
        try (Socket open = sent("GET /sample/wait HTTP/1.1\r\nHost: x\r\n\r\n")) {
            assertThat(controller.waiting.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(active()).isEqualTo(1);
            assertThat(open.isConnected()).isTrue();

            controller.released.countDown();
            awaitActive(0);
        }
    }

    @Test
    void clientGoesAwayWhileTheRouteWorks_endsWithTheRoute() throws Exception {
        SampleController controller = sample.context.getBean(SampleController.class);
        try (Socket open = sent("GET /sample/wait HTTP/1.1\r\nHost: x\r\n\r\n")) {
            assertThat(controller.waiting.await(10, TimeUnit.SECONDS)).isTrue();
            open.setSoLinger(true, 0);
        }
        controller.released.countDown();

        awaitActive(0);
    }

    @Test
    void clientGoesAwayInTheMiddleOfTheBody_isNotActiveForEver() throws Exception {
        for (String route : new String[] {"bytes", "whole"}) {
            try (Socket open =
                    sent("POST /sample/" + route + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 500\r\n\r\n{\"model\":")) {
                awaitActive(1);
                open.setSoLinger(true, 0);
            }
            awaitActive(0);
        }
    }

    @Test
    void requestThatIsNoHttp_leavesNothingActive() throws Exception {
        try (Socket open = sent("NONSENSE\r\n\r\n")) {
            assertThat(new String(open.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.0 400");
        }
        awaitActive(0);
    }
}
