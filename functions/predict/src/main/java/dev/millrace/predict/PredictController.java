package dev.millrace.predict;

import dev.millrace.predict.QuestionReader.Questions;
import dev.millrace.runtime.Problem;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The HTTP triggers of {@link Predictor}. They run on the event loop: see {@link BodyLanes}. */
@Controller
final class PredictController {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final BodyLanes lanes;
    private final QuestionReader reader;
    private final Predictor predictor;
    private final Supplier<LoadedModels> loaded;

    PredictController(BodyLanes lanes, QuestionReader reader, Predictor predictor, Reloader reloader) {
        this.lanes = lanes;
        this.reader = reader;
        this.predictor = predictor;
        this.loaded = reloader::loaded;
    }

    @Post("/predict")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<Object> predict(HttpRequest<?> request) {
        return lanes.answer(request, this::predict);
    }

    @Get("/models")
    ModelsBody models() {
        return ModelsBody.of(loaded.get());
    }

    private Object predict(byte[] body) {
        Questions questions = reader.read(body);
        return switch (predictor.predict(questions.all())) {
            case PredictOutcome.Answered answered ->
                questions.many()
                        ? PredictionBody.Many.of(answered.answers())
                        : PredictionBody.of(answered.answers().getFirst());
            case PredictOutcome.NoVersion none ->
                throw Problem.of(503, "no-model-version", none.why())
                        .with("model", none.model().value())
                        .retryAfter(RETRY_AFTER);
        };
    }
}
