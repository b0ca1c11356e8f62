package dev.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.Content;
import dev.millrace.document.Document;
import dev.millrace.document.DocumentId;
import dev.millrace.document.FeatureValue;
import dev.millrace.document.ModelName;
import dev.millrace.document.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotsIT {
    private final StoreDatabase database = StoreDatabase.fresh();
    private final DocumentStore store = new DocumentStore(database.as(DatabaseRole.CLEAN));
    private final Snapshots snapshots = new Snapshots(database.as(DatabaseRole.TRAIN));

    @BeforeEach
    void begin() {
        Rows.begin(database.as(DatabaseRole.CLEAN), 2);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Place at(long offset) {
        return new Place(1, 0, offset);
    }

    private static StoredDocument text(long offset, String id, String text, String label) {
        return Rows.text(at(offset), id, text, label.isEmpty() ? Optional.empty() : Optional.of(label));
    }

    private List<String> rows() {
        List<String> rows = shown(snapshots.take(Rows.SPAM));
        assertThat(rows).as("the view says the same").isEqualTo(view());
        return rows;
    }

    private static List<String> shown(Snapshot snapshot) {
        return snapshot.rows().stream()
                .map(row -> row.id() + " " + row.place() + " " + row.label())
                .toList();
    }

    private List<String> view() {
        return database.owner()
                .withHandle(
                        handle -> handle.createQuery("""
                        SELECT id || ' ' || generation || '/' || partition || '/' || record_offset || ' ' || label
                        FROM current_document
                        WHERE model = 'spam' AND label IS NOT NULL
                        ORDER BY id
                        """).mapTo(String.class).list());
    }

    @Test
    void documentWithoutLabelOrWithoutContent_isNotInIt() {
        store.commit(
                Rows.batch(0, text(0, "a", "x", ""), Rows.labelling(at(1), "b", "ham"), text(2, "c", "y", "spam")));

        assertThat(rows()).containsExactly("c 1/0/2 spam");
    }

    @Test
    void newestContentAndNewestLabel_countEachForItself() {
        store.commit(Rows.batch(
                0,
                text(0, "a", "old", "ham"),
                text(1, "a", "new", ""),
                Rows.labelling(at(2), "a", "spam"),
                text(3, "b", "only", ""),
                Rows.labelling(at(4), "b", "ham")));

        assertThat(rows()).containsExactly("a 1/0/1 spam", "b 1/0/3 ham");
        assertThat(snapshots.take(Rows.SPAM).rows().getFirst().received()).isEqualTo(new Content.Text("new"));
    }

    @Test
    void laterGeneration_countsMore() {
        store.commit(Rows.batch(0, text(0, "a", "x", "ham"), text(1, "a", "y", "ham"), text(2, "a", "z", "ham")));
        Rows.begin(database.as(DatabaseRole.CLEAN), 2);
        store.commit(Rows.batch(0, Rows.text(new Place(2, 0, 0), "a", "new", Optional.of("spam"))));

        assertThat(rows()).containsExactly("a 2/0/0 spam");
    }

    @Test
    void redrivenRecord_countsFromItsFirstPlace() {
        store.commit(Rows.batch(
                0,
                Rows.dead(at(0), "unknown-model"),
                Rows.dead(at(1), "unknown-model"),
                text(2, "a", "newer than the first", "ham")));
        store.commit(Rows.batch(
                3,
                Rows.redriven(text(3, "a", "redriven", "spam"), at(0)),
                Rows.redriven(text(4, "b", "redriven too", "spam"), at(1))));

        assertThat(rows()).containsExactly("a 1/0/2 ham", "b 1/0/4 spam");
    }

    @Test
    void redrivenRecord_countsMoreThanARevisionBeforeItsFirstPlace() {
        store.commit(Rows.batch(0, text(0, "a", "old", "ham"), Rows.dead(at(1), "unknown-model")));
        store.commit(Rows.batch(2, Rows.redriven(text(2, "a", "redriven", "spam"), at(1))));

        assertThat(rows()).containsExactly("a 1/0/2 spam");
    }

    @Test
    void takenAgainFromItsMarks_isTheSame() {
        store.commit(Rows.batch(0, text(0, "a", "x", "ham"), text(1, "b", "y", "spam")));
        Snapshot before = snapshots.take(Rows.SPAM);
        store.commit(Rows.batch(
                2, text(2, "a", "newer", "spam"), text(3, "c", "z", "ham"), Rows.labelling(at(4), "b", "ham")));
        Rows.begin(database.as(DatabaseRole.CLEAN), 2);
        store.commit(Rows.batch(0, Rows.text(new Place(2, 1, 0), "d", "later", Optional.of("ham"))));

        Snapshot again = snapshots.again(Rows.SPAM, before.marks());

        assertThat(again).isEqualTo(before);
        Snapshot after = snapshots.take(Rows.SPAM);
        assertThat(after.hash()).isNotEqualTo(before.hash());
        assertThat(after.rows()).hasSize(4);
        assertThat(after.marks()).hasSize(4);
    }

    @Test
    void labelAlone_changesTheHash() {
        store.commit(Rows.batch(0, text(0, "a", "x", "ham")));
        String before = snapshots.take(Rows.SPAM).hash();
        store.commit(Rows.batch(1, Rows.labelling(at(1), "a", "spam")));

        assertThat(snapshots.take(Rows.SPAM).hash()).isNotEqualTo(before);
    }

    @Test
    void featuresAndUnusualIds_comeBackAsTheyWere() {
        ModelName iris = new ModelName("iris");
        Content.Features features = new Content.Features(
                Map.of("petal", new FeatureValue.Numeric(1.25), "colour", new FeatureValue.Categorical("rød")));
        List<String> ids = List.of("Z", "a b", "ä", "\uD83D\uDE00", "\uFF5E");
        Object[] rows = new Object[ids.size()];
        for (int i = 0; i < rows.length; i++) {
            Document document = new Document(
                    new DocumentId(ids.get(ids.size() - 1 - i)), iris, features, Optional.of("ø"), Optional.empty());
            rows[i] = Rows.document(at(i), Optional.empty(), document);
        }
        store.commit(Rows.batch(0, rows));

        Snapshot snapshot = snapshots.take(iris);

        assertThat(snapshot.rows()).extracting(row -> row.id().value()).containsExactlyElementsOf(ids);
        assertThat(snapshot.rows()).allSatisfy(row -> {
            assertThat(row.received()).isEqualTo(features);
            assertThat(row.cleanedText()).isEmpty();
        });
    }

    @Test
    void manyDocumentsBeforeTheirStatistics_areReadInSeconds() {
        store.commit(Rows.batch(0, text(0, "a", "x", "ham")));
        database.owner().useHandle(handle -> {
            handle.execute("ALTER TABLE document SET (autovacuum_enabled = false)");
            handle.execute("""
                    INSERT INTO document (
                        generation, partition, record_offset, model, id,
                        received, cleaned_text, cleaner_version, content_hash, label, accepted_at)
                    SELECT
                        generation, partition, record_offset + n, model, id || n,
                        received, cleaned_text, cleaner_version, content_hash, label, accepted_at
                    FROM document, generate_series(1, 39999) AS n
                    """);
            handle.execute("UPDATE mark SET next_offset = 40000 WHERE partition = 0");
        });

        Snapshots hurried = new Snapshots(database.as(DatabaseRole.TRAIN), Duration.ofSeconds(30));
        assertThat(hurried.take(Rows.SPAM).rows()).hasSize(40_000);
    }

    @Test
    void emptyDatabase_givesAnEmptySnapshot() {
        assertThat(snapshots.take(Rows.SPAM).rows()).isEmpty();
        assertThat(snapshots.again(Rows.SPAM, List.of()).rows()).isEmpty();
    }
}
