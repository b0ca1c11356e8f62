package dev.millrace.train;

import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.runtime.Problem;
import dev.millrace.store.TrainingRun;
import dev.millrace.store.TrainingRuns;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.inject.Named;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Says how runs go and went. */
@Controller("/runs")
@ExecuteOn(TaskExecutors.BLOCKING)
final class RunsController {
    private static final int MOST = 1000;

    private final Models models;
    private final TrainingRuns table;
    private final RunWatch watch;
    private final StoredJson json;

    RunsController(Models models, @Named("train") TrainingRuns table, RunWatch watch, StoredJson json) {
        this.models = models;
        this.table = table;
        this.watch = watch;
        this.json = json;
    }

    @Get("/{id}")
    Map<String, Object> run(@PathVariable String id) {
        Optional<TrainingRun> run = uuid(id).flatMap(known -> DatabaseCall.of(() -> table.find(known)));
        return run.map(found -> RunAnswer.whole(found, watch.phase(found.id()), json))
                .orElseThrow(
                        () -> Problem.of(404, "unknown-run", "there is no run '" + id + "': GET /runs lists them"));
    }

    @Get
    Map<String, Object> runs(@QueryValue Optional<String> model, @QueryValue(defaultValue = "20") int limit) {
        if (limit < 1 || limit > MOST) {
            throw Problem.of(422, "invalid-limit", "limit is " + limit + ": expected 1 to " + MOST)
                    .field("limit");
        }
        Stream<ModelName> names = model.isPresent()
                ? Stream.of(models.require(new ModelName(model.get())).name())
                : models.all().stream().map(ModelDefinition::name);
        List<TrainingRun> recent = DatabaseCall.of(
                () -> names.flatMap(name -> table.recent(name, limit).stream()).toList());
        return Map.of(
                "runs",
                recent.stream()
                        .sorted(Comparator.comparing(TrainingRun::started).reversed())
                        .limit(limit)
                        .map(run -> RunAnswer.of(run, watch.phase(run.id())))
                        .toList());
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
