package dev.millrace.predict;

import dev.millrace.document.ModelName;
import dev.millrace.runtime.FunctionMain;
import dev.millrace.store.DatabaseRole;
import dev.millrace.testkit.TestDatabase;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A running predict on a free port, asked over HTTP as any client would. */
final class Replica implements AutoCloseable {
    static final String MAIL = "{\"text\": \"claim your free prize now\"}";

    final ApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI root;

    private Replica(ApplicationContext context) {
        this.context = context;
        this.root = URI.create(
                "http://127.0.0.1:" + context.getBean(EmbeddedServer.class).getPort());
    }

    /** @param more settings that go before the usual ones */
    static Replica start(TestDatabase database, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "MILLRACE_MODELS_FILE",
                "../../samples/models.yml",
                "MILLRACE_DATABASE_URL",
                database.url(),
                "MILLRACE_PREDICT_DATABASE_PASSWORD",
                database.password(DatabaseRole.PREDICT),
                "millrace.runtime.host",
                "127.0.0.1",
                "millrace.predict.port",
                0));
        properties.putAll(more);
        return new Replica(FunctionMain.start(List.of("predict"), properties));
    }

    HttpResponse<String> predict(String json) {
        return send(
                request("/predict").header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve(path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofByteArray());
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> as) {
        try {
            return client.send(request.build(), as);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    boolean isReady() {
        return get("/health/ready").statusCode() == 200;
    }

    /** Whether that version answers for the model of the mails. */
    boolean answers(ModelName model, int version) {
        return predict(MAIL).body().contains("\"model\":\"" + model + "\",\"model_version\":\"" + version + "\"");
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }
}
