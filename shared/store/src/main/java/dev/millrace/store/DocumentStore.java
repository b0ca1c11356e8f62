package dev.millrace.store;

import dev.millrace.document.DocumentId;
import dev.millrace.document.ModelName;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Where records end: each in exactly one of {@code document} and {@code dead_letter}. Role: clean. */
public final class DocumentStore {
    /** Two redrives of one record can meet in two partitions, when the record has no key: the later one looks again. */
    private static final int ATTEMPTS = 3;

    private final Database database;

    public DocumentStore(Database db) {
        this.database = db;
    }

    /**
     * Writes the rows of a batch and moves the mark, in one transaction: all of it or nothing. Only the consumer that knows
     * the mark can: the mark moves by compare-and-set, so one that lost its partition writes nothing.
     */
    public Commit commit(Batch batch) {
        for (int attempt = 1; ; attempt++) {
            try {
                return database.jdbi().inTransaction(handle -> commit(handle, batch));
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !DatabaseErrors.isDuplicate(e, "document_redrive_once")) {
                    throw new DatabaseException(e);
                }
            }
        }
    }

    /** A document's way, if a revision of it is stored. */
    public Optional<DocumentHistory> find(ModelName model, DocumentId id) {
        return database.jdbi().withHandle(handle -> DocumentHistories.find(handle, model, id));
    }

    private static Commit commit(Handle handle, Batch batch) throws SQLException {
        if (!moveMark(handle, batch)) {
            return lookAtMark(handle, batch);
        }
        Redrives.Sorted rows = Redrives.sort(handle, batch);
        BatchInserts.insertDocuments(handle.getConnection(), rows.documents());
        BatchInserts.insertDeadLetters(handle.getConnection(), rows.deadLetters());
        return new Commit.Done(rows.documents().size(), rows.deadLetters().size());
    }

    private static boolean moveMark(Handle handle, Batch batch) {
        return handle.createUpdate("""
                                UPDATE mark
                                SET next_offset = :next
                                WHERE generation = :generation
                                    AND partition = :partition
                                    AND next_offset = :expected
                                    AND open
                                """)
                        .bind("next", batch.next())
                        .bind("generation", batch.generation())
                        .bind("partition", batch.partition())
                        .bind("expected", batch.expected())
                        .execute()
                == 1;
    }

    private static Commit lookAtMark(Handle handle, Batch batch) {
        return handle.createQuery("""
                        SELECT next_offset
                        FROM mark
                        WHERE generation = :generation AND partition = :partition AND open
                        """)
                .bind("generation", batch.generation())
                .bind("partition", batch.partition())
                .mapTo(Long.class)
                .findOne()
                .<Commit>map(Commit.MarkMoved::new)
                .orElseGet(Commit.GenerationOver::new);
    }
}
