package dev.millrace.document;

import java.util.Optional;

/**
 * One revision of a document, as it was sent. Documents are facts: a revision is never overwritten, the same
 * {@code (model, id)} sent again is a newer one.
 */
public record Document(
        DocumentId id, ModelName model, Content content, Optional<String> label, Optional<String> source) {
    static final int LABEL_LIMIT = 128;
    static final int SOURCE_LIMIT = 512;

    public Document {
        label.ifPresent(value -> Strings.require("label", value, LABEL_LIMIT));
        source.ifPresent(value -> Strings.require("source", value, SOURCE_LIMIT));
        if (content instanceof Content.None && label.isEmpty()) {
            throw InvalidInput.of(
                    "no-content",
                    "text",
                    "is missing, and so is features: expected one of them, or an id and a label to label a document"
                            + " sent before");
        }
    }

    /** The record key: revisions of one document share it, and so keep their order. */
    public String key() {
        return model.value() + "/" + id.value();
    }
}
