package dev.millrace.train;

import dev.millrace.document.InvalidInput;
import dev.millrace.document.ModelName;
import dev.millrace.store.AliasChange;
import dev.millrace.store.Registry;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.inject.Named;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Says which version was live when, and who made it so. */
@Controller("/registry/models/{model}/history")
@ExecuteOn(TaskExecutors.BLOCKING)
final class HistoryController {
    private final Registry registry;
    private final KnownModels known;

    HistoryController(@Named("train") Registry registry, KnownModels known) {
        this.registry = registry;
        this.known = known;
    }

    @Get
    Map<String, Object> history(@PathVariable String model, @QueryValue Optional<String> at) {
        Optional<Instant> moment = at.map(HistoryController::instant);
        return DatabaseCall.of(() -> {
            ModelName name = known.require(model);
            return moment.map(then -> liveAt(name, then)).orElseGet(() -> whole(name));
        });
    }

    private Map<String, Object> liveAt(ModelName model, Instant at) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("model", model.value());
        answer.put("at", at.toString());
        Optional<AliasChange> live = registry.liveAt(model, at);
        answer.put("live", live.isPresent());
        live.ifPresent(change -> {
            answer.put("version", change.version());
            answer.put("since", change.at().toString());
            answer.put("by", change.by());
            answer.put("reason", change.reason());
        });
        return answer;
    }

    private Map<String, Object> whole(ModelName model) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("model", model.value());
        answer.put(
                "changes", registry.history(model).stream().map(AliasAnswer::of).toList());
        return answer;
    }

    private static Instant instant(String at) {
        try {
            // A + that was not escaped came as a space; PostgreSQL knows no years far from ours.
            return Optional.of(OffsetDateTime.parse(at.replace(' ', '+')))
                    .filter(time -> time.getYear() >= 1 && time.getYear() <= 9999)
                    .orElseThrow(HistoryController::noTime)
                    .toInstant();
        } catch (DateTimeParseException e) {
            throw noTime();
        }
    }

    private static InvalidInput noTime() {
        return InvalidInput.field("at", "is no time: expected ISO 8601 with a zone, as 2026-07-01T12:00:00Z");
    }
}
