package dev.millrace.train;

import dev.millrace.document.Content;
import dev.millrace.document.ContentHash;
import dev.millrace.document.Document;
import dev.millrace.document.DocumentCodec;
import dev.millrace.document.Place;
import dev.millrace.store.Batch;
import dev.millrace.store.Commit;
import dev.millrace.store.Database;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.DocumentStore;
import dev.millrace.store.StoredDocument;
import dev.millrace.store.Topics;
import dev.millrace.testkit.TestDatabase;
import dev.millrace.text.TextCleaner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts documents into a database as clean does, one partition, in the order given. */
final class Stock implements AutoCloseable {
    private static final TextCleaner CLEANER = new TextCleaner(1 << 20);

    private final Database database;
    private final DocumentStore store;
    private long next;

    Stock(TestDatabase test) {
        database = test.open(DatabaseRole.CLEAN);
        store = new DocumentStore(database);
        new Topics(database).begin(0, "a-topic", 1, Map.of(0, 0L), "a test");
    }

    void add(List<Document> documents) {
        List<StoredDocument> rows = new ArrayList<>();
        for (Document document : documents) {
            rows.add(row(document, next + rows.size()));
        }
        Commit commit = store.commit(new Batch(1, 0, next, next + rows.size(), rows, List.of(), Optional.empty()));
        if (!(commit instanceof Commit.Done)) {
            throw new AssertionError("not stored: " + commit);
        }
        next += rows.size();
    }

    private static StoredDocument row(Document document, long offset) {
        Optional<String> text = document.content() instanceof Content.Text found
                ? Optional.of(CLEANER.clean(found.value()))
                : Optional.empty();
        Optional<ContentHash> hash = document.content() instanceof Content.None
                ? Optional.empty()
                : Optional.of(ContentHash.of(document.content()));
        return new StoredDocument(
                new Place(1, 0, offset),
                Optional.empty(),
                document.id(),
                document.model(),
                DocumentCodec.writeWire(document),
                text,
                TextCleaner.VERSION,
                hash,
                document.label(),
                document.source(),
                Optional.empty(),
                Instant.EPOCH);
    }

    @Override
    public void close() {
        database.close();
    }
}
