package dev.millrace.predict;

import dev.millrace.document.InvalidInput;
import dev.millrace.runtime.Problem;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The three routes of the protocol's first version that clients use besides: among them the only one for explanations. */
@Controller("/v1/models")
@Consumes(MediaType.ALL)
final class V1Controller {
    private final BodyLanes lanes;
    private final InstancesReader reader;
    private final Predictor predictor;
    private final Versions versions;
    private final InstantSource clock;

    V1Controller(BodyLanes lanes, InstancesReader reader, Predictor predictor, Versions versions, InstantSource clock) {
        this.lanes = lanes;
        this.reader = reader;
        this.predictor = predictor;
        this.versions = versions;
        this.clock = clock;
    }

    @Get("/{model}")
    Map<String, Object> ready(String model) {
        LoadedVersion version = versions.version(model, Optional.empty());
        return Map.of("name", version.model().value(), "ready", true);
    }

    @Post("/{model}:predict")
    CompletionStage<HttpResponse<byte[]>> predict(HttpRequest<?> request, String model) {
        return answer(request, model, false);
    }

    @Post("/{model}:explain")
    CompletionStage<HttpResponse<byte[]>> explain(HttpRequest<?> request, String model) {
        return answer(request, model, true);
    }

    private CompletionStage<HttpResponse<byte[]>> answer(HttpRequest<?> request, String model, boolean explain) {
        Laps laps = new Laps(request);
        return lanes.answer(request, body -> {
            laps.begin();
            LoadedVersion version = versions.version(model, Optional.empty());
            try {
                return answer(body, version, explain, laps);
            } catch (InvalidInput | Problem e) {
                version.stats().failed(laps.sinceItCame());
                throw e;
            }
        });
    }

    private HttpResponse<byte[]> answer(byte[] body, LoadedVersion version, boolean explain, Laps laps) {
        List<Question> questions = reader.read(body, versions.definition(version), explain);
        if (explain) {
            ExplanationLimit.check(questions.stream().map(Question::content).toList());
        }
        laps.read();
        List<Answer> answers = predictor.predict(questions).answers();
        laps.inferred();
        byte[] answer = explain ? PredictionWriter.explained(answers) : PredictionWriter.many(answers);
        laps.answered(answers, clock.millis());
        return HttpResponse.ok(answer);
    }
}
