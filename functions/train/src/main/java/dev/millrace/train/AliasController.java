package dev.millrace.train;

import dev.millrace.document.InvalidInput;
import dev.millrace.document.JsonObject;
import dev.millrace.document.ModelName;
import dev.millrace.runtime.BoundedBody;
import dev.millrace.runtime.Problem;
import dev.millrace.store.NoPreviousException;
import dev.millrace.store.Registry;
import dev.millrace.store.UnknownVersionException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.inject.Named;
import java.util.Map;

/** Moves aliases by hand. The history keeps who did it, and why. */
@Controller("/registry/models/{model}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class AliasController {
    private final Registry registry;
    private final KnownModels known;

    AliasController(@Named("train") Registry registry, KnownModels known) {
        this.registry = registry;
        this.known = known;
    }

    @Put("/aliases/{alias}")
    Map<String, Object> move(@PathVariable String model, @PathVariable String alias, HttpRequest<?> request) {
        AliasMove move = AliasMove.read(alias, body(request));
        return DatabaseCall.of(() -> {
            ModelName name = known.require(model);
            try {
                return AliasAnswer.of(registry.moveAlias(name, move.alias(), move.version(), move.by(), move.reason()));
            } catch (UnknownVersionException e) {
                throw known.unknownVersion(name, move.version());
            }
        });
    }

    @Post("/rollback")
    Map<String, Object> rollback(@PathVariable String model, HttpRequest<?> request) {
        AliasMove.Rollback rollback = AliasMove.Rollback.read(body(request));
        return DatabaseCall.of(() -> {
            ModelName name = known.require(model);
            try {
                return AliasAnswer.of(registry.rollback(name, rollback.by(), rollback.reason()));
            } catch (NoPreviousException e) {
                throw Problem.of(409, "no-previous", e.getMessage() + ": move the alias champion instead");
            }
        });
    }

    /** Throws {@link InvalidInput}. */
    private static JsonObject body(HttpRequest<?> request) {
        return JsonObject.parse(BoundedBody.read(request, TrainController.BODY_LIMIT));
    }
}
