package dev.millrace.predict;

import dev.millrace.predict.QuestionReader.Questions;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The HTTP triggers of {@link Predictor} in the simple form. They run on the event loop: see {@link BodyLanes}. */
@Controller
final class PredictController {
    private final BodyLanes lanes;
    private final QuestionReader reader;
    private final Predictor predictor;
    private final Supplier<LoadedModels> loaded;
    private final InstantSource clock;

    PredictController(
            BodyLanes lanes, QuestionReader reader, Predictor predictor, Reloader reloader, InstantSource clock) {
        this.lanes = lanes;
        this.reader = reader;
        this.predictor = predictor;
        this.loaded = reloader::loaded;
        this.clock = clock;
    }

    @Post("/predict")
    @Consumes(MediaType.APPLICATION_JSON)
    CompletionStage<HttpResponse<byte[]>> predict(HttpRequest<?> request) {
        Laps laps = new Laps(request);
        return lanes.answer(request, body -> HttpResponse.ok(predict(body, laps)));
    }

    @Get("/models")
    ModelsBody models() {
        return ModelsBody.of(loaded.get());
    }

    private byte[] predict(byte[] body, Laps laps) {
        laps.begin();
        Questions questions = reader.read(body);
        laps.read();
        List<Answer> answers = predictor.predict(questions.all()).answers();
        laps.inferred();
        byte[] answer = questions.many() ? PredictionWriter.many(answers) : PredictionWriter.one(answers.getFirst());
        laps.answered(answers, clock.millis());
        return answer;
    }
}
