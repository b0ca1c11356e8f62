package dev.millrace.ingest;

import dev.millrace.runtime.BoundedBody;
import dev.millrace.runtime.Problem;
import dev.millrace.runtime.Traces;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/** {@code POST /ingest}: one JSON document, or any number of them, one a line. */
@Controller("/ingest")
@ExecuteOn(TaskExecutors.BLOCKING)
final class IngestController {
    private static final String NDJSON = "application/x-ndjson";
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Intake intake;
    private final IngestSettings settings;
    private final BrokerWatch broker;

    IngestController(Intake intake, IngestSettings settings, BrokerWatch broker) {
        this.intake = intake;
        this.settings = settings;
        this.broker = broker;
    }

    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    HttpResponse<DocumentAccepted> one(HttpRequest<?> request, @Body InputStream body) throws InterruptedException {
        Optional<String> key = before(request);
        byte[] json = BoundedBody.read(body, settings.documentLimit());
        return switch (intake.accept(json, key, Traces.of(request))) {
            case Intake.Outcome.Accepted accepted -> HttpResponse.accepted().body(DocumentAccepted.of(accepted));
            case Intake.Outcome.Refused refused -> throw refused.reason();
            case Intake.Outcome.Unconfirmed unconfirmed -> throw unconfirmed(unconfirmed.reason());
        };
    }

    @Post
    @Consumes({NDJSON, "application/jsonl", "application/x-jsonlines"})
    HttpResponse<BatchAccepted> many(HttpRequest<?> request, @Body InputStream body) throws InterruptedException {
        Optional<String> key = before(request);
        BatchReport report = lines(body, key, request);
        BatchAccepted answer = BatchAccepted.of(report);
        if (report.failure().isPresent()) {
            throw unconfirmed(report.failure().get())
                    .with("accepted", answer.accepted())
                    .with("rejected", answer.rejected());
        }
        if (report.accepted() == 0) {
            throw Problem.of(
                            HttpStatus.UNPROCESSABLE_ENTITY.getCode(),
                            report.refused() == 0 ? "empty-batch" : "all-rejected",
                            report.refused() == 0
                                    ? "the body holds no line: expected one JSON document a line"
                                    : "every line was rejected; rejections says why")
                    .with("accepted", answer.accepted())
                    .with("rejected", answer.rejected())
                    .with(
                            "rejections",
                            answer.rejections().stream()
                                    .map(BatchAccepted.Rejection::members)
                                    .toList())
                    .with("rejections_left_out", answer.rejectionsLeftOut());
        }
        return HttpResponse.<BatchAccepted>accepted().body(answer);
    }

    private BatchReport lines(InputStream body, Optional<String> key, HttpRequest<?> request)
            throws InterruptedException {
        try {
            return intake.acceptLines(body, key, Traces.of(request));
        } catch (IOException e) {
            throw BoundedBody.unreadable(e);
        }
    }

    private Optional<String> before(HttpRequest<?> request) {
        broker.unusable().ifPresent(reason -> {
            throw Problem.of(503, "broker-unusable", reason).retryAfter(RETRY);
        });
        return DocumentIds.checkedKey(Optional.ofNullable(request.getHeaders().get("Idempotency-Key")));
    }

    private static Problem unconfirmed(String reason) {
        return Problem.of(
                        503,
                        "not-acknowledged",
                        reason + "; send it again with the same ids or the same Idempotency-Key: that doubles nothing")
                .retryAfter(RETRY);
    }
}
