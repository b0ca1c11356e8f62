package dev.millrace.clean;

import dev.millrace.document.DocumentId;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
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
    private final Models models;

    DocumentController(DocumentStore store, Models models) {
        this.store = store;
        this.models = models;
    }

    @Get("/{model}/{+id}")
    DocumentView document(String model, String id) {
        ModelName name = new ModelName(model);
        return store.find(name, new DocumentId(id)).map(DocumentView::of).orElseThrow(() -> unknown(name, id));
    }

    /** Documents of a model that is no longer in the models file are found as before. */
    private Problem unknown(ModelName model, String id) {
        if (models.find(model).isEmpty()) {
            return Problem.of(
                    404,
                    "unknown-model",
                    "model '" + model + "' is not in the models file: known are "
                            + models.all().stream().map(ModelDefinition::name).toList());
        }
        return Problem.of(
                404,
                "unknown-document",
                "no document '" + id + "' of model '" + model
                        + "' is stored: it may be on its way (GET /topic) or a dead letter (GET /dead-letters)");
    }
}
