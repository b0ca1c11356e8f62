package dev.millrace.clean;

import dev.millrace.document.DocumentId;
import dev.millrace.document.ModelName;
import dev.millrace.runtime.Problem;
import dev.millrace.store.DocumentStore;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** {@code GET /documents/{model}/{id}}: a document's way, in one look. */
@Controller("/documents")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DocumentController {
    private final DocumentStore store;

    DocumentController(DocumentStore store) {
        this.store = store;
    }

    @Get("/{model}/{+id}")
    DocumentView document(String model, String id) {
        return store.find(new ModelName(model), new DocumentId(id))
                .map(DocumentView::of)
                .orElseThrow(
                        () -> Problem.of(
                                404,
                                "unknown-document",
                                "no document '" + id + "' of model '" + model
                                        + "' is stored: it may be on its way (GET /topic) or a dead letter (GET /dead-letters)"));
    }
}
