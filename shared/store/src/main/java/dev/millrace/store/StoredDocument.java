package dev.millrace.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.document.ContentHash;
import dev.millrace.document.DocumentId;
import dev.millrace.document.ModelName;
import dev.millrace.document.Place;
import java.time.Instant;
import java.util.Optional;

/**
 * A revision of a document as clean hands it over.
 *
 * @param redriveOf of a redriven record: where it was accepted first
 * @param received the record's value, as it was; not to be changed afterwards
 * @param cleanedText of a text; none for features and labelling revisions
 * @param contentHash of the received content; none for a labelling revision
 * @param acceptedAt the record's time stamp
 */
public record StoredDocument(
        Place place,
        Optional<Place> redriveOf,
        DocumentId id,
        ModelName model,
        byte[] received,
        Optional<String> cleanedText,
        int cleanerVersion,
        Optional<ContentHash> contentHash,
        Optional<String> label,
        Optional<String> source,
        Optional<String> traceId,
        Instant acceptedAt) {
    public StoredDocument {
        if (contentHash.isEmpty() && (label.isEmpty() || cleanedText.isPresent())) {
            throw new IllegalArgumentException(
                    "a revision without content hash is a labelling one: expected a label and no text");
        }
    }

    /** The record's key: that of the document, UTF-8. */
    byte[] key() {
        return (model.value() + "/" + id.value()).getBytes(UTF_8);
    }
}
