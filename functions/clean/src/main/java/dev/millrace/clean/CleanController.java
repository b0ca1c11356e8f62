package dev.millrace.clean;

import dev.millrace.document.JsonObject;
import dev.millrace.runtime.BoundedBody;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.io.InputStream;
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
    Preview preview(@Body InputStream body) {
        JsonObject json = JsonObject.parse(BoundedBody.read(body, BODY_LIMIT)).allow(Set.of("text"));
        Cleaner.Preview preview = cleaner.preview(json.requireString("text"));
        return new Preview(preview.text(), preview.tokens());
    }

    @Serdeable
    record Preview(String text, List<String> tokens) {}
}
