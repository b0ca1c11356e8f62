package dev.millrace.clean;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.document.InvalidInput;
import dev.millrace.document.JsonObject;
import dev.millrace.document.Place;
import dev.millrace.runtime.BoundedBody;
import dev.millrace.runtime.Problem;
import dev.millrace.store.DeadLetters;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The records that could not become documents: to look at, and to send again once their cause is mended. */
@Controller("/dead-letters")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DeadLetterController {
    private static final int MOST = 1000;
    private static final int BODY_LIMIT = 256 << 10;
    private static final Pattern REASON = Pattern.compile("[a-z0-9-]{1,64}");

    private final DeadLetters letters;
    private final Redrive redrive;

    DeadLetterController(DeadLetters letters, Redrive redrive) {
        this.letters = letters;
        this.redrive = redrive;
    }

    /** @param next goes into {@code after} for the page that follows; none on the last */
    @Serdeable
    record Page(
            Map<String, Long> counts,
            @JsonProperty("dead_letters") List<DeadLetterView> deadLetters,
            @Nullable String next) {}

    /** @param redriven how many were sent; the ones left are as they were */
    @Serdeable
    record Redriven(int redriven) {}

    @Get
    Page page(
            @Nullable @QueryValue String reason,
            @Nullable @QueryValue String after,
            @QueryValue(defaultValue = "100") int limit) {
        DeadLetters.Page page = letters.page(
                Optional.ofNullable(reason).map(DeadLetterController::code),
                Optional.ofNullable(after).map(place -> Place.parse("after", place)),
                within(limit));
        return new Page(
                letters.counts(),
                page.letters().stream().map(DeadLetterView::of).toList(),
                page.next().map(Place::toString).orElse(null));
    }

    @Post("/redrive")
    Redriven redrive(HttpRequest<?> request) throws InterruptedException {
        JsonObject json =
                JsonObject.parse(BoundedBody.read(request, BODY_LIMIT)).allow(Set.of("reason", "places", "limit"));
        List<Place> places = places(json.strings("places").orElse(List.of()));
        if (places.isEmpty() && !json.has("reason")) {
            throw InvalidInput.field("reason", "is missing: expected a reason, or places as [\"1/0/42\"]");
        }
        int limit = json.integer("limit", 1, MOST).orElse((long) MOST).intValue();
        Redrive.Report report = redrive.redrive(json.string("reason").map(DeadLetterController::code), places, limit);
        if (report.failure().isPresent()) {
            throw Problem.of(503, "not-acknowledged", report.failure().get())
                    .retryAfter(Duration.ofSeconds(5))
                    .with("redriven", report.redriven());
        }
        return new Redriven(report.redriven());
    }

    private static List<Place> places(List<String> texts) {
        return IntStream.range(0, texts.size())
                .mapToObj(i -> Place.parse("places[" + i + "]", texts.get(i)))
                .toList();
    }

    private static String code(String reason) {
        if (!REASON.matcher(reason).matches()) {
            throw InvalidInput.field(
                    "reason", "is no reason: expected a code as unknown-label; GET /dead-letters counts them");
        }
        return reason;
    }

    private static int within(int limit) {
        if (limit < 1 || limit > MOST) {
            throw InvalidInput.field("limit", "is " + limit + ": expected 1 to " + MOST);
        }
        return limit;
    }
}
