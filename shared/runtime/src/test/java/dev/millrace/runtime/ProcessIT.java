package dev.millrace.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A function as a process of its own: what it prints, how it ends. */
class ProcessIT {
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "MILLRACE_MODELS_FILE", Path.of("../../samples/models.yml").toString(),
            "MILLRACE_HOST", "127.0.0.1",
            "MILLRACE_LOG", "plain",
            "MILLRACE_DRAIN_DELAY", "1s"));
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Process> started = new ArrayList<>();

    private Process start(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SampleMain.class.getName());
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
        client.close();
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static String errors(Process process) throws IOException {
        return new String(process.getErrorStream().readAllBytes(), UTF_8);
    }

    private static URI serving(Process process) throws IOException {
        BufferedReader log = process.errorReader(UTF_8);
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            if (line.contains("serves on ")) {
                return URI.create("http://" + line.replaceFirst(".*serves on ", ""));
            }
        }
        throw new AssertionError("the process ended");
    }

    private int status(URI base, String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(base.resolve(path)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void wrongSetting_isOneLineAndExitCode1() throws Exception {
        environment.put("MILLRACE_SAMPLE_PORT", "http");
        Process process = start();

        assertThat(exitCode(process)).isEqualTo(1);
        assertThat(errors(process))
                .isEqualTo(
                        "sample: millrace.sample.port (MILLRACE_SAMPLE_PORT) is 'http': expected a whole number from 0"
                                + " to 65535\n");
    }

    @Test
    void brokenModelsFile_isOneLineAndExitCode1() throws Exception {
        environment.put("MILLRACE_MODELS_FILE", "pom.xml");
        Process process = start();

        assertThat(exitCode(process)).isEqualTo(1);
        assertThat(errors(process)).startsWith("sample: pom.xml: ").containsOnlyOnce("\n");
    }

    @Test
    void portTaken_isOneLineAndExitCode1() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("MILLRACE_SAMPLE_PORT", Integer.toString(taken.getLocalPort()));
            Process process = start();

            assertThat(exitCode(process)).isEqualTo(1);
            assertThat(errors(process))
                    .isEqualTo("sample: millrace.sample.port (MILLRACE_SAMPLE_PORT) is '" + taken.getLocalPort()
                            + "': expected a free port of 127.0.0.1, but another program listens there\n");
        }
    }

    @Test
    void drainDelayThatIsNone_isOneLineAndExitCode1AndNotFoundAtTheStopOnly() throws Exception {
        environment.put("MILLRACE_DRAIN_DELAY", "2 weeks");
        Process process = start();

        assertThat(exitCode(process)).isEqualTo(1);
        assertThat(errors(process))
                .startsWith("sample: millrace.runtime.drain-delay")
                .containsOnlyOnce("\n");
    }

    @Test
    void unknownArgument_isOneLineAndExitCode1() throws Exception {
        Process process = start("--once");

        assertThat(exitCode(process)).isEqualTo(1);
        assertThat(errors(process)).isEqualTo("sample: '--once' is not known: see --help\n");
    }

    @Test
    void help_printsUsageAndSettings() throws Exception {
        Process process = start("--help");

        assertThat(exitCode(process)).isZero();
        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
                .startsWith("sample greets people.\n")
                .contains("MILLRACE_SAMPLE_PORT");
        assertThat(errors(process)).isEmpty();
    }

    @Test
    void sigterm_drainsFinishesWhatIsInFlightAndExitsWith0() throws Exception {
        Process process = start();
        URI base = serving(process);
        assertThat(status(base, "/health/ready")).isEqualTo(200);
        CompletableFuture<Integer> inFlight = client.sendAsync(
                        HttpRequest.newBuilder(base.resolve("/sample/slow")).build(),
                        HttpResponse.BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
        // Its answer comes 1.5 s after the signal, the drain delay is 1 s.
        assertThat(status(base, "/sample/slow/begun")).isEqualTo(200);

        process.toHandle().destroy();

        awaitStatus(base, "/health/ready", 503);
        assertThat(status(base, "/sample/items/1")).isEqualTo(200);
        assertThat(inFlight.get(20, TimeUnit.SECONDS)).isEqualTo(200);
        assertThat(exitCode(process)).isZero();
        assertThat(new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine())
                .isEqualTo("drained");
    }

    @Test
    void sigterm_endsAnUploadThatDoesNotEnd() throws Exception {
        Process process = start();
        URI base = serving(process);
        try (Socket upload = new Socket(InetAddress.getLoopbackAddress(), base.getPort())) {
            upload.setSoTimeout(20_000);
            upload.getOutputStream()
                    .write("POST /sample/bytes HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nx".getBytes(UTF_8));
            assertThat(status(base, "/sample/items/1")).isEqualTo(200);

            process.toHandle().destroy();

            assertThat(new String(upload.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 503")
                    .contains("Retry-After", "\"code\":\"stopping\"");
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private void awaitStatus(URI base, String path, int expected) throws Exception {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        int status = status(base, path);
        while (status != expected && System.nanoTime() < limit) {
            status = status(base, path);
        }
        assertThat(status).isEqualTo(expected);
    }
}
