package dev.millrace.clean;

import dev.millrace.document.InvalidInput;
import dev.millrace.document.JsonObject;
import dev.millrace.runtime.BoundedBody;
import dev.millrace.runtime.Problem;
import dev.millrace.store.ConcurrentBeginException;
import dev.millrace.topic.TopicWatch;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.inject.Named;
import java.util.Map;
import java.util.Set;

/** How the topic stands against the database, and the way on when they no longer fit. */
@Controller("/topic")
@ExecuteOn(TaskExecutors.BLOCKING)
final class TopicController {
    private static final int BODY_LIMIT = 16 << 10;
    private static final int REASON_LIMIT = 1000;

    private final TopicAccount account;
    private final TopicWatch topic;
    private final Positions positions;

    TopicController(TopicAccount account, @Named("clean") TopicWatch topic, Positions positions) {
        this.account = account;
        this.topic = topic;
        this.positions = positions;
    }

    @Get
    TopicAccount.View topic() {
        return account.view(topic.look());
    }

    /** Counts rows: exact over any restart, and slower than {@code GET /topic}. */
    @Get("/account")
    TopicAccount.Account rows() {
        return account.account();
    }

    /** {@code expected_generation} guards against two people going on at once. */
    @Post("/generations")
    HttpResponse<Map<String, Object>> begin(HttpRequest<?> request) {
        JsonObject json =
                JsonObject.parse(BoundedBody.read(request, BODY_LIMIT)).allow(Set.of("expected_generation", "reason"));
        int expected = json.integer("expected_generation", 1, Integer.MAX_VALUE)
                .orElseThrow(() -> InvalidInput.field(
                        "expected_generation", "is missing: expected the generation that GET /topic shows"))
                .intValue();
        String reason = json.requireLine("reason", REASON_LIMIT);
        try {
            int generation = positions.beginNext(topic::look, expected, reason).generation();
            return HttpResponse.created(Map.<String, Object>of("generation", generation));
        } catch (Positions.TopicUnusableException e) {
            throw Problem.of(409, "topic-unusable", String.valueOf(e.getMessage()));
        } catch (ConcurrentBeginException e) {
            throw Problem.of(409, "generation-moved", String.valueOf(e.getMessage()));
        }
    }
}
