package dev.millrace.standalone;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Prometheus of this machine's, as a process of its own that watches this one: with our rules, its data beside ours. */
final class LocalPrometheus implements AutoCloseable {
    private static final int PORT = 9090;
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private final Process process;
    private final URI address;

    private LocalPrometheus(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** The program, where the shell would find it. */
    static Optional<Path> program(String path) {
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "prometheus"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it, on port 9090 or another when that is taken, and waits until it is ready.
     *
     * @param configuration folder with standalone.yml and rules/
     * @param data folder for its samples and its log
     * @throws StartException when it ends, or is not ready in time
     */
    static LocalPrometheus start(Path program, Path configuration, Path data, URI millrace) {
        try {
            Files.createDirectories(data);
            String listen = "127.0.0.1:" + port();
            String yml = Files.readString(configuration.resolve("standalone.yml"))
                    .replace("localhost:8000", millrace.getHost() + ":" + millrace.getPort())
                    .replace("localhost:" + PORT, listen)
                    .replace("rules/*.yml", configuration.resolve("rules").toAbsolutePath() + "/*.yml");
            Path file = Files.writeString(data.resolve("prometheus.yml"), yml);
            Path log = data.resolve("prometheus.log");
            Process process = new ProcessBuilder(
                            program.toString(),
                            "--config.file=" + file,
                            "--storage.tsdb.path=" + data,
                            "--storage.tsdb.retention.time=30d",
                            "--enable-feature=exemplar-storage",
                            "--web.listen-address=" + listen)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            LocalPrometheus started = new LocalPrometheus(process, URI.create("http://" + listen));
            started.awaitReady(log);
            return started;
        } catch (IOException e) {
            throw new StartException("Prometheus could not be started: " + e.getMessage());
        }
    }

    private void awaitReady(Path log) {
        boolean ready = false;
        try {
            ready = Ready.await(process, address, "/-/ready", READY_WITHIN);
            if (!ready) {
                String fault = process.isAlive() ? "is not ready" : "has ended";
                throw new StartException("Prometheus " + fault + ": " + log + " says why");
            }
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    URI address() {
        return address;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    private static int port() {
        try (ServerSocket usual = new ServerSocket(PORT, 1, InetAddress.getLoopbackAddress())) {
            return usual.getLocalPort();
        } catch (IOException e) {
            return FunctionProcess.freePort();
        }
    }
}
