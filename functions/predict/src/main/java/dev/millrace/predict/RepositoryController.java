package dev.millrace.predict;

import dev.millrace.document.JsonObject;
import dev.millrace.runtime.BoundedBody;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The model repository extension, for this replica: what it has, and which versions it is to hold beside those that the
 * registry names.
 */
@Controller("/v2/repository")
@Consumes(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class RepositoryController {
    private static final int BODY_LIMIT = 1 << 20;

    private final Repository repository;

    RepositoryController(Repository repository) {
        this.repository = repository;
    }

    @Post("/index")
    List<Map<String, String>> index(HttpRequest<?> request) {
        boolean readyOnly = body(request).flatMap(json -> json.bool("ready")).orElse(false);
        return repository.index(readyOnly);
    }

    @Post("/models/{model}/load")
    Map<String, Object> load(HttpRequest<?> request, String model, @Nullable @QueryValue String version) {
        return repository.load(model, LoadWish.of(body(request), Optional.ofNullable(version)));
    }

    @Post("/models/{model}/unload")
    Map<String, Object> unload(HttpRequest<?> request, String model, @Nullable @QueryValue String version) {
        body(request);
        return repository.unload(model, Optional.ofNullable(version).map(LoadWish::number));
    }

    /** None for an empty body, which some clients send. */
    private static Optional<JsonObject> body(HttpRequest<?> request) {
        byte[] body = BoundedBody.read(request, BODY_LIMIT);
        return body.length == 0 ? Optional.empty() : Optional.of(JsonObject.parse(body));
    }
}
