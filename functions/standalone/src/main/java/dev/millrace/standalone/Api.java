package dev.millrace.standalone;

import dev.millrace.document.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/** Standalone as a client of itself: it loads the samples and reads results the way a user would, over HTTP. */
final class Api implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Function<String, URI> whole;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    Api(URI base) {
        this(base::resolve);
    }

    /** @param whole from a path to the address of the function that has it */
    Api(Function<String, URI> whole) {
        this.whole = whole;
    }

    JsonObject get(String path) {
        return JsonObject.parse(read(path));
    }

    /** The body of an answer of any kind. */
    byte[] read(String path) {
        return send(request(path).GET(), path);
    }

    JsonObject post(String path, String json) {
        return JsonObject.parse(send(
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)), path));
    }

    /** Sends documents, one a line. */
    JsonObject postLines(String path, Supplier<InputStream> lines) {
        BodyPublisher body = BodyPublishers.ofInputStream(lines);
        return JsonObject.parse(send(
                request(path).header("Content-Type", "application/x-ndjson").POST(body), path));
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(whole.apply(path)).timeout(PATIENCE);
    }

    private byte[] send(HttpRequest.Builder request, String path) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            if (response.statusCode() >= 300) {
                throw new StartException(path + " answered " + response.statusCode() + ": "
                        + new String(response.body(), StandardCharsets.UTF_8));
            }
            return response.body();
        } catch (IOException e) {
            throw new StartException(path + " did not answer: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted");
        }
    }
}
