package dev.millrace.predict;

import dev.millrace.document.Content;
import dev.millrace.document.InvalidInput;
import dev.millrace.document.ModelDefinition;
import dev.millrace.predict.InferRequest.OutputWish;
import dev.millrace.predict.InferWriter.InferBody;
import dev.millrace.runtime.Problem;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/** Inference by the Open Inference Protocol. Runs on the event loop: see {@link BodyLanes}. */
@Controller("/v2/models/{model}")
// Real clients send no Content-Type, or any.
@Consumes(MediaType.ALL)
final class InferController {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final BodyLanes lanes;
    private final InferReader reader;
    private final Predictor predictor;
    private final Versions versions;
    private final InstantSource clock;

    InferController(BodyLanes lanes, InferReader reader, Predictor predictor, Versions versions, InstantSource clock) {
        this.lanes = lanes;
        this.reader = reader;
        this.predictor = predictor;
        this.versions = versions;
        this.clock = clock;
    }

    // Two routes: what an absent variable costs to look for is a twentieth of an answer.
    @Post("/infer")
    CompletionStage<HttpResponse<byte[]>> infer(HttpRequest<?> request, @PathVariable String model) {
        return answer(request, model, Optional.empty());
    }

    @Post("/versions/{version}/infer")
    CompletionStage<HttpResponse<byte[]>> inferByVersion(
            HttpRequest<?> request, @PathVariable String model, @PathVariable String version) {
        return answer(request, model, Optional.of(version));
    }

    private CompletionStage<HttpResponse<byte[]>> answer(
            HttpRequest<?> request, String model, Optional<String> version) {
        Laps laps = new Laps(request);
        return lanes.answer(request, body -> {
            laps.begin();
            LoadedVersion asked = versions.version(model, version);
            try {
                return infer(request, body, asked, laps);
            } catch (InvalidInput | Problem e) {
                asked.stats().failed(laps.sinceItCame());
                throw e;
            }
        });
    }

    private HttpResponse<byte[]> infer(HttpRequest<?> request, byte[] body, LoadedVersion version, Laps laps) {
        ModelDefinition model = versions.definition(version);
        OptionalInt jsonLength = InferHeaders.jsonLength(request.getHeaders(), body.length);
        InferRequest asked = jsonLength.isPresent() && jsonLength.getAsInt() == 0
                ? RawInput.request(model, body)
                : reader.read(body, jsonLength.orElse(body.length));
        if (asked.timeoutMicros() > 0 && laps.waited() > asked.timeoutMicros() * 1000) {
            throw Problem.of(
                            503,
                            "timeout",
                            "the request waited longer than its timeout of " + asked.timeoutMicros() + " microseconds")
                    .retryAfter(RETRY_AFTER);
        }
        List<OutputWish> wishes = InferWriter.wishes(asked);
        List<Content> rows = ModelInputs.contents(model, asked.inputs());
        laps.read();
        boolean explain = explains(wishes);
        if (explain) {
            ExplanationLimit.check(rows);
        }
        List<Answer> answers = predictor.predict(version, rows, explain);
        laps.inferred();
        InferBody answer = InferWriter.write(asked.id(), wishes, answers);
        laps.answered(answers, clock.millis());
        return response(answer, version);
    }

    private static boolean explains(List<OutputWish> wishes) {
        for (OutputWish wish : wishes) {
            if (wish.name().equals(ModelOutput.EXPLANATION.title())) {
                return true;
            }
        }
        return false;
    }

    private static HttpResponse<byte[]> response(InferBody answer, LoadedVersion version) {
        MutableHttpResponse<byte[]> response = HttpResponse.ok(answer.bytes());
        response.header(InferHeaders.MODEL_VERSION, version.name());
        if (answer.jsonLength() < 0) {
            return response.contentType(MediaType.APPLICATION_JSON_TYPE);
        }
        response.header(InferHeaders.JSON_LENGTH, Integer.toString(answer.jsonLength()));
        return response.contentType(MediaType.APPLICATION_OCTET_STREAM_TYPE);
    }
}
