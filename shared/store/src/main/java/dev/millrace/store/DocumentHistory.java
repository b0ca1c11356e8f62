package dev.millrace.store;

import dev.millrace.document.ContentHash;
import dev.millrace.document.DocumentId;
import dev.millrace.document.ModelName;
import dev.millrace.document.Place;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A document's way: its revisions, newest first, and the model versions that were trained or judged with it, newest first.
 */
public record DocumentHistory(ModelName model, DocumentId id, List<Revision> revisions, List<UsedBy> versions) {
    public DocumentHistory {
        revisions = List.copyOf(revisions);
        versions = List.copyOf(versions);
    }

    /** What a revision brought. */
    public enum Kind {
        TEXT,
        FEATURES,
        LABEL
    }

    /**
     * One revision.
     *
     * @param currentContent whether its content counts now
     * @param currentLabel whether its label counts now
     */
    public record Revision(
            Place place,
            Optional<Place> redriveOf,
            Kind kind,
            Optional<String> label,
            Optional<String> source,
            Optional<ContentHash> contentHash,
            boolean currentContent,
            boolean currentLabel,
            Instant acceptedAt,
            Instant storedAt,
            Optional<String> traceId) {}

    /**
     * A version whose snapshot held the document.
     *
     * @param content the revision whose content was in the snapshot
     * @param label the revision whose label was in the snapshot
     */
    public record UsedBy(int version, String status, Place content, Place label) {}
}
