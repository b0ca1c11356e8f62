package dev.millrace.train;

import dev.millrace.runtime.FunctionMain;
import dev.millrace.store.DatabaseRole;
import dev.millrace.testkit.TestDatabase;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** train as it is deployed, on a free port and a database of a test. */
final class Served implements AutoCloseable {
    final ApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();

    Served(TestDatabase database) {
        this(database.url(), database.password(DatabaseRole.TRAIN));
    }

    Served(String url, String password) {
        context = FunctionMain.start(
                List.of("train"),
                Map.of(
                        "MILLRACE_MODELS_FILE",
                        Path.of("../../samples/models.yml"),
                        "MILLRACE_HOST",
                        "127.0.0.1",
                        "MILLRACE_TRAIN_PORT",
                        "0",
                        "MILLRACE_DATABASE_URL",
                        url,
                        "MILLRACE_TRAIN_DATABASE_PASSWORD",
                        password));
    }

    Answer get(String path) {
        return send("GET", path, "");
    }

    Answer send(String method, String path, String body) {
        String base =
                "http://127.0.0.1:" + context.getBean(EmbeddedServer.class).getPort();
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return new Answer(client.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }

    /** What came back. */
    final class Answer {
        final HttpResponse<String> response;

        private Answer(HttpResponse<String> response) {
            this.response = response;
        }

        int status() {
            return response.statusCode();
        }

        String text() {
            return response.body();
        }

        /** The value at a path of names and positions. */
        Object at(Object... path) {
            Object value = json();
            for (Object step : path) {
                value = value instanceof List<?> list ? list.get((Integer) step) : ((Map<?, ?>) value).get(step);
                if (value == null) {
                    throw new AssertionError("nothing at " + step + ": " + text());
                }
            }
            return value;
        }

        Map<String, Object> json() {
            try {
                return context.getBean(JsonMapper.class).readValue(text(), Argument.mapOf(String.class, Object.class));
            } catch (IOException e) {
                throw new AssertionError("no JSON object: " + text(), e);
            }
        }
    }
}
