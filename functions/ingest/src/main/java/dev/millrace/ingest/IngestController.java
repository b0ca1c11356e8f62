package dev.millrace.ingest;

import dev.millrace.runtime.BoundedBody;
import dev.millrace.runtime.DecodedBody;
import dev.millrace.runtime.Problem;
import dev.millrace.runtime.Traces;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code POST /ingest}: one JSON document, or any number of them, one a line. */
@Controller("/ingest")
@ExecuteOn(TaskExecutors.BLOCKING)
final class IngestController {
    private static final Set<String> LINES =
            Set.of("application/x-ndjson", "application/jsonl", "application/x-jsonlines");
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
    @Consumes({"application/json", "application/x-ndjson", "application/jsonl", "application/x-jsonlines"})
    HttpResponse<?> ingest(HttpRequest<?> request) throws InterruptedException {
        String type = request.getContentType()
                .map(given -> given.getName().toLowerCase(Locale.ROOT))
                .orElseThrow(() -> Problem.of(
                        415,
                        "unsupported-media-type",
                        "Content-Type is missing: expected application/json, or application/x-ndjson for many"));
        return LINES.contains(type) ? many(request) : one(request);
    }

    private HttpResponse<DocumentAccepted> one(HttpRequest<?> request) throws InterruptedException {
        Optional<String> key = before(request);
        byte[] json = BoundedBody.read(request, settings.documentLimit());
        return switch (intake.accept(json, key, Traces.of(request))) {
            case Intake.Outcome.Accepted accepted -> HttpResponse.accepted().body(DocumentAccepted.of(accepted));
            case Intake.Outcome.Refused refused -> throw refused.reason();
            case Intake.Outcome.Unconfirmed unconfirmed -> throw unconfirmed(unconfirmed.reason());
        };
    }

    private HttpResponse<BatchAccepted> many(HttpRequest<?> request) throws InterruptedException {
        Optional<String> key = before(request);
        BatchReport report = intake.acceptLines(DecodedBody.of(request), key, Traces.of(request));
        BatchAccepted answer = BatchAccepted.of(report);
        if (report.failure().isPresent()) {
            throw unconfirmed(report.failure().get())
                    .with("accepted", answer.accepted())
                    .with("rejected", answer.rejected());
        }
        if (report.cut().isPresent()) {
            throw BoundedBody.unreadable(report.cut().get())
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
