package dev.millrace.runtime;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sample function, started on a free port, with a plain HTTP client. */
final class Running implements AutoCloseable {
    final ApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();

    private Running(ApplicationContext context) {
        this.context = context;
    }

    static Running start(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("MILLRACE_MODELS_FILE", Path.of("../../samples/models.yml"));
        properties.put("millrace.runtime.host", "127.0.0.1");
        return new Running(FunctionMain.start(List.of("sample"), properties));
    }

    URI uri(String path) {
        return URI.create(
                "http://127.0.0.1:" + context.getBean(EmbeddedServer.class).getPort() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }
}
