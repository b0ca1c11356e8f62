package dev.millrace.train;

import dev.millrace.document.JsonObject;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.runtime.BoundedBody;
import dev.millrace.runtime.Problem;
import dev.millrace.store.TrainingRun;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Trains on demand. */
@Controller("/train")
@ExecuteOn(TaskExecutors.BLOCKING)
final class TrainController {
    static final int BODY_LIMIT = 64 << 10;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final Models models;
    private final Runs runs;
    private final RunWatch watch;

    TrainController(Models models, Runs runs, RunWatch watch) {
        this.models = models;
        this.runs = runs;
        this.watch = watch;
    }

    @Post
    HttpResponse<Map<String, Object>> train(HttpRequest<?> request) {
        JsonObject json =
                JsonObject.parse(BoundedBody.read(request, BODY_LIMIT)).allow(Set.of("model"));
        ModelDefinition model = models.require(new ModelName(json.requireString("model")));
        return switch (DatabaseCall.of(() -> runs.start(model, "request"))) {
            case Start.Begun begun -> accepted(begun.run());
            case Start.UnderWay other -> throw underWay(model, other.run());
            case Start.Full full ->
                throw Problem.of(429, "too-many-runs", "as many runs wait as may: try again later")
                        .retryAfter(RETRY_AFTER);
            case Start.Taken taken -> throw new IllegalStateException("only a schedule's minute can be taken");
        };
    }

    private HttpResponse<Map<String, Object>> accepted(TrainingRun run) {
        Map<String, Object> answer = RunAnswer.of(run, watch.phase(run.id()));
        answer.put("run", run.id().toString());
        return HttpResponse.<Map<String, Object>>accepted(URI.create(RunAnswer.href(run)))
                .body(answer);
    }

    private static Problem underWay(ModelDefinition model, Optional<TrainingRun> run) {
        String which = run.map(found -> "run " + found.id()).orElse("another run");
        Problem problem = Problem.of(
                409,
                "run-under-way",
                which + " of model '" + model.name() + "' is under way: follow it, or train again when it has ended");
        run.ifPresent(found -> problem.with("run", found.id().toString()).with("href", RunAnswer.href(found)));
        return problem;
    }
}
