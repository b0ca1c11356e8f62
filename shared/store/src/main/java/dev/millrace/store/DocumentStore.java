package dev.millrace.store;

import dev.millrace.document.DocumentId;
import dev.millrace.document.ModelName;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
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
        return new Commit.Done(rows.documents().size(), rows.deadLetters().size(), duplicates(handle, batch));
    }

    /** Reads the batch's own rows again, and by the index those of the same ids. */
    private static Map<ModelName, Integer> duplicates(Handle handle, Batch batch) {
        return handle.createQuery("""
                        SELECT d.model, count(*) AS duplicates
                        FROM document AS d
                        WHERE d.generation = :generation
                            AND d.partition = :partition
                            AND d.record_offset >= :expected
                            AND d.record_offset < :next
                            AND EXISTS (
                                SELECT FROM document AS e
                                WHERE e.model = d.model
                                    AND e.id = d.id
                                    AND (e.generation, e.record_offset) < (d.generation, d.record_offset)
                                    AND e.content_hash IS NOT DISTINCT FROM d.content_hash
                                    AND e.label IS NOT DISTINCT FROM d.label)
                        GROUP BY d.model
                        """)
                .bind("generation", batch.generation())
                .bind("partition", batch.partition())
                .bind("expected", batch.expected())
                .bind("next", batch.next())
                .reduceRows(new HashMap<>(), (counts, row) -> {
                    counts.put(
                            new ModelName(row.getColumn("model", String.class)),
                            row.getColumn("duplicates", Integer.class));
                    return counts;
                });
    }

    private static boolean moveMark(Handle handle, Batch batch) {
        return handle.createUpdate("""
                                UPDATE mark
                                SET next_offset = :next, leader_epoch = :leaderEpoch, leader_epoch_at = :next
                                WHERE generation = :generation
                                    AND partition = :partition
                                    AND next_offset = :expected
                                    AND open
                                    AND lost_from IS NULL
                                """)
                        .bind("next", batch.next())
                        .bind("leaderEpoch", batch.leaderEpoch())
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
