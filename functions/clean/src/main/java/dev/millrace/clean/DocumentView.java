package dev.millrace.clean;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.document.ContentHash;
import dev.millrace.document.Place;
import dev.millrace.store.DocumentHistory;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A document's way as JSON: from its places in the topic to the model versions whose snapshots held it. */
@Serdeable
record DocumentView(String model, String id, List<Revision> revisions, List<UsedBy> versions) {

    /** One revision, newest first; places are {@code generation/partition/offset}. */
    @Serdeable
    record Revision(
            String place,
            @Nullable @JsonProperty("redrive_of") String redriveOf,
            String kind,
            @Nullable String label,
            @Nullable String source,
            @Nullable @JsonProperty("content_hash") String contentHash,
            @JsonProperty("current_content") boolean currentContent,
            @JsonProperty("current_label") boolean currentLabel,
            @JsonProperty("accepted_at") String acceptedAt,
            @JsonProperty("stored_at") String storedAt,
            @Nullable @JsonProperty("trace_id") String traceId) {

        static Revision of(DocumentHistory.Revision revision) {
            return new Revision(
                    revision.place().toString(),
                    revision.redriveOf().map(Place::toString).orElse(null),
                    revision.kind().name().toLowerCase(Locale.ROOT),
                    revision.label().orElse(null),
                    revision.source().orElse(null),
                    revision.contentHash().map(ContentHash::toString).orElse(null),
                    revision.currentContent(),
                    revision.currentLabel(),
                    revision.acceptedAt().toString(),
                    revision.storedAt().toString(),
                    revision.traceId().orElse(null));
        }
    }

    /** A model version whose snapshot held the document; {@code content} and {@code label} are the revisions it held. */
    @Serdeable
    record UsedBy(int version, String status, String content, String label) {}

    static DocumentView of(DocumentHistory history) {
        return new DocumentView(
                history.model().value(),
                history.id().value(),
                history.revisions().stream().map(Revision::of).toList(),
                history.versions().stream()
                        .map(used -> new UsedBy(
                                used.version(),
                                used.status(),
                                used.content().toString(),
                                used.label().toString()))
                        .toList());
    }
}
