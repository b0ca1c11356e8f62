package dev.millrace.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.DocumentId;
import dev.millrace.document.Place;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DocumentHistoryIT {
    private final StoreDatabase database = StoreDatabase.fresh();
    private final DocumentStore store = new DocumentStore(database.as(DatabaseRole.CLEAN));
    private final Registry registry = new Registry(database.as(DatabaseRole.TRAIN));

    @AfterEach
    void close() {
        database.close();
    }

    private static Place at(long offset) {
        return new Place(1, 0, offset);
    }

    private void publish() {
        Snapshot snapshot = new Snapshots(database.as(DatabaseRole.TRAIN)).take(Rows.SPAM);
        registry.publish(
                new NewVersion(
                        Rows.SPAM,
                        "model".getBytes(UTF_8),
                        VersionInfo.PUBLISHED,
                        "{}",
                        "{}",
                        snapshot.marks(),
                        Optional.empty()),
                false,
                "test",
                "test");
    }

    @Test
    void document_isFollowedFromItsPlacesToTheVersionsItTrained() {
        Rows.begin(database.as(DatabaseRole.CLEAN), 1);
        store.commit(Rows.batch(0, Rows.text(at(0), "a", "text", Optional.empty())));
        publish();
        store.commit(Rows.batch(1, Rows.labelling(at(1), "a", "ham")));
        publish();
        store.commit(Rows.batch(2, Rows.text(at(2), "a", "other", Optional.of("spam"))));

        DocumentHistory history = store.find(Rows.SPAM, new DocumentId("a")).orElseThrow();

        assertThat(history.revisions())
                .extracting(revision -> revision.place() + " " + revision.kind() + " " + revision.currentContent() + " "
                        + revision.currentLabel())
                .containsExactly("1/0/2 TEXT true true", "1/0/1 LABEL false false", "1/0/0 TEXT false false");
        assertThat(history.versions())
                .as("version 1 saw no label, and a version to come would see offset 2")
                .containsExactly(new DocumentHistory.UsedBy(2, "published", at(0), at(1)));
        DocumentHistory.Revision first = history.revisions().getLast();
        assertThat(first.traceId()).contains(Rows.TRACE);
        assertThat(first.acceptedAt()).isEqualTo(Rows.ACCEPTED);
        assertThat(first.contentHash()).isPresent();
    }

    @Test
    void newestLabelOnAnOlderRevision_isFlaggedThere() {
        Rows.begin(database.as(DatabaseRole.CLEAN), 1);
        store.commit(Rows.batch(
                0,
                Rows.text(at(0), "a", "text", Optional.of("ham")),
                Rows.text(at(1), "a", "other", Optional.empty())));

        assertThat(store.find(Rows.SPAM, new DocumentId("a")).orElseThrow().revisions())
                .extracting(
                        revision -> revision.place() + " " + revision.currentContent() + " " + revision.currentLabel())
                .containsExactly("1/0/1 true false", "1/0/0 false true");
    }
}
