package dev.millrace.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A function as a process of its own, which works with the broker, the database and the models of a {@link Standalone}. */
final class FunctionProcess implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(1);
    /** Writing an ahead-of-time cache takes seconds. */
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(2);

    private final Process process;
    private final URI address;

    private FunctionProcess(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /** Starts it on a free loopback port; what it prints goes where this process prints. */
    static FunctionProcess start(String function, List<String> command, Standalone millrace) throws IOException {
        int port = freePort();
        String own = "MILLRACE_" + function.toUpperCase(Locale.ROOT);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("MILLRACE_"));
        environment.put("MILLRACE_HOST", "127.0.0.1");
        environment.put("MILLRACE_DRAIN_DELAY", "0s");
        environment.put("MILLRACE_LOG_LEVEL", "warn");
        environment.put(own + "_PORT", Integer.toString(port));
        Map<String, String> surroundings = millrace.surroundings();
        environment.put("MILLRACE_MODELS_FILE", surroundings.get("MILLRACE_MODELS_FILE"));
        if (!function.equals("train")) {
            environment.put("MILLRACE_KAFKA", surroundings.get("MILLRACE_KAFKA"));
        }
        if (!function.equals("ingest")) {
            environment.put("MILLRACE_DATABASE_URL", surroundings.get("MILLRACE_DATABASE_URL"));
            environment.put("MILLRACE_SECRETS", secrets(millrace).toString());
        }
        return new FunctionProcess(builder.start(), URI.create("http://127.0.0.1:" + port));
    }

    URI address() {
        return address;
    }

    void awaitReady() {
        if (!Ready.await(process, address, "/health/ready", READY_WITHIN)) {
            throw new StartException(
                    process.isAlive()
                            ? "the function was not ready within " + READY_WITHIN.toSeconds() + " s"
                            : "the function ended with exit code " + process.exitValue());
        }
    }

    /** Asks it to stop, and waits until it has; anything but exit code 0 is a {@link StartException}. */
    void end() {
        process.destroy();
        try {
            if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                throw new StartException("the function did not stop within " + ENDS_WITHIN.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted");
        }
        if (process.exitValue() != 0) {
            throw new StartException("the function ended with exit code " + process.exitValue());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** A folder of secret files in the data folder, which is a throw-away one. */
    private static Path secrets(Standalone millrace) throws IOException {
        Path folder = Files.createDirectories(millrace.folder().resolve("secrets"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        for (Map.Entry<String, String> variable : millrace.surroundings().entrySet()) {
            if (variable.getKey().endsWith("_PASSWORD")) {
                Files.writeString(folder.resolve(variable.getKey().toLowerCase(Locale.ROOT)), variable.getValue());
            }
        }
        return folder;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
