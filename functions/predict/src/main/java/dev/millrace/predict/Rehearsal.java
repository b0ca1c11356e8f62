package dev.millrace.predict;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.runtime.FunctionMain;
import dev.millrace.store.RehearsalDatabase;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * predict from its start to its end, on a free loopback port, with models of its own and a stand-in for the database: it is
 * asked all that it can be asked. Run with {@code -XX:AOTCacheOutput=FILE}, the JVM then writes what it loaded and learned to
 * that file. An answer that is not the right one ends it with an {@link IllegalStateException}.
 */
final class Rehearsal {
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    /** So many that the JVM knows which methods are hot; it keeps that in the cache. */
    private static final int ROUNDS = 100;

    private final URI root;
    private int answers;

    private Rehearsal(URI root) {
        this.root = root;
    }

    /** Gives a line that says what was done. */
    static String run() throws IOException {
        Path modelsFile = Files.createTempFile("millrace-rehearsal", ".yml");
        try (RehearsalDatabase database = new RehearsalDatabase(RehearsalModels.bytes())) {
            Files.writeString(modelsFile, RehearsalModels.MODELS_FILE);
            ApplicationContext context = FunctionMain.start(List.of("predict"), settings(modelsFile, database.url()));
            Rehearsal rehearsal = new Rehearsal(URI.create(
                    "http://127.0.0.1:" + context.getBean(EmbeddedServer.class).getPort()));
            awaitModels(context.getBean(ReloadLoop.class));
            rehearsal.askAll();
            FunctionMain.stop(context);
            return "rehearsed: " + rehearsal.answers + " answers, all as they must be";
        } finally {
            Files.delete(modelsFile);
        }
    }

    /** All that the environment of the real start may say otherwise. */
    private static Map<String, Object> settings(Path modelsFile, String databaseUrl) {
        return Map.of(
                "millrace.models-file",
                modelsFile,
                "millrace.runtime.host",
                "127.0.0.1",
                "millrace.runtime.drain-delay",
                "0s",
                "millrace.predict.port",
                0,
                "millrace.predict.database.url",
                databaseUrl,
                "MILLRACE_PREDICT_DATABASE_PASSWORD",
                RehearsalDatabase.PASSWORD,
                "millrace.predict.pins",
                "",
                "millrace.predict.poll",
                "1m",
                "millrace.predict.memory-limit",
                64);
    }

    private static void awaitModels(ReloadLoop loop) {
        loop.round(RehearsalModels.MAILS)
                .orTimeout(READY_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private void askAll() throws IOException {
        for (String path : List.of("/health", "/health/live", "/health/ready", "/metrics", "/models", "/openapi.yml")) {
            get(path, "");
        }
        String words = " and see you at the meeting on thursday".repeat(25);
        for (int round = 0; round < ROUNDS; round++) {
            predict("{\"text\": \"claim your free prize now\"}", "\"label\":\"spam\"");
            predict("{\"text\": \"please read the agenda" + words + "\"}", "\"label\":\"ham\"");
        }
        for (String path : List.of("/v2", "/v2/health/ready", "/v2/models/mails", "/v2/models/mails/ready")) {
            get(path, "");
        }
        require("/v2/models/mails/infer", ask("/v2/models/mails/infer", """
                        {"inputs": [{"name": "text", "shape": [1], "datatype": "BYTES", "data": ["win free money now"]}]}"""), 200, "spam");
        predict("{\"text\": \"order pills now\", \"model\": \"mails\", \"top\": 2, \"explain\": true}", "explanation");
        predict("{\"features\": {\"length\": 2, \"colour\": \"red\"}}", "\"label\":\"small\"");
        predict("{\"instances\": [{\"text\": \"see you\"}, {\"features\": {\"length\": 1003}}]}", 422, "colour");
        predict("{\"instances\": [{\"text\": \"which kernel\"}, {\"text\": \"cheap offer\"}]}", "predictions");
        predict("{", 400, "malformed");
    }

    private void get(String path, String part) throws IOException {
        require(path, ask(path, ""), 200, part);
    }

    private void predict(String body, String part) throws IOException {
        predict(body, 200, part);
    }

    private void predict(String body, int status, String part) throws IOException {
        require(body, ask("/predict", body), status, part);
    }

    private void require(String asked, Reply reply, int status, String part) {
        if (reply.status() != status || !reply.body().contains(part)) {
            throw new IllegalStateException(asked + " was answered " + reply.status() + ": " + reply.body()
                    + "; expected " + status + " and " + part);
        }
        answers++;
    }

    private record Reply(int status, String body) {}

    /** A POST of a body; without one, a GET. */
    private Reply ask(String path, String body) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) root.resolve(path).toURL().openConnection();
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.getOutputStream().write(body.getBytes(UTF_8));
        }
        int status = connection.getResponseCode();
        try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Reply(status, new String(in.readAllBytes(), UTF_8));
        }
    }
}
