package dev.millrace.clean;

import dev.millrace.document.Content;
import dev.millrace.document.JsonObject;
import dev.millrace.runtime.BoundedBody;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Set;

/** {@code POST /clean}: shows what a text becomes, by the same code that cleans documents. Nothing is stored. */
@Controller("/clean")
@ExecuteOn(TaskExecutors.BLOCKING)
final class CleanController {
    private static final int BODY_LIMIT = 8 << 20;

    private final Cleaner cleaner;

    CleanController(Cleaner cleaner) {
        this.cleaner = cleaner;
    }

    @Post
    Preview preview(HttpRequest<?> request) {
        JsonObject json =
                JsonObject.parse(BoundedBody.read(request, BODY_LIMIT)).allow(Set.of("text"));
        Cleaner.Preview preview = cleaner.preview(new Content.Text(json.requireString("text")).value());
        return new Preview(preview.text(), preview.tokens());
    }

    @Serdeable
    record Preview(String text, List<String> tokens) {}
}
