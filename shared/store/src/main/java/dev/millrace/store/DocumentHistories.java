package dev.millrace.store;

import dev.millrace.document.ContentHash;
import dev.millrace.document.DocumentId;
import dev.millrace.document.ModelName;
import dev.millrace.document.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The two queries of a document's way. */
final class DocumentHistories {
    private DocumentHistories() {}

    static Optional<DocumentHistory> find(Handle handle, ModelName model, DocumentId id) {
        List<DocumentHistory.Revision> revisions = revisions(handle, model, id);
        return revisions.isEmpty()
                ? Optional.empty()
                : Optional.of(new DocumentHistory(model, id, revisions, versions(handle, model, id)));
    }

    private static List<DocumentHistory.Revision> revisions(Handle handle, ModelName model, DocumentId id) {
        return handle.createQuery("""
                        SELECT
                            generation, partition, record_offset,
                            redrive_of_generation, redrive_of_partition, redrive_of_offset,
                            CASE
                                WHEN NOT has_content THEN 'LABEL'
                                WHEN cleaned_text IS NULL THEN 'FEATURES'
                                ELSE 'TEXT'
                            END AS kind,
                            label, source, content_hash, accepted_at, stored_at, trace_id,
                            has_content AND count(*) FILTER (WHERE has_content) OVER newer = 1 AS current_content,
                            label IS NOT NULL AND count(label) OVER newer = 1 AS current_label
                        FROM document
                        WHERE model = :model AND id = :id
                        WINDOW newer AS (
                            ORDER BY
                                first_generation DESC, first_offset DESC,
                                generation DESC, partition DESC, record_offset DESC)
                        ORDER BY
                            first_generation DESC, first_offset DESC,
                            generation DESC, partition DESC, record_offset DESC
                        """)
                .bind("model", model.value())
                .bind("id", id.value())
                .map((row, context) -> revision(row))
                .list();
    }

    private static DocumentHistory.Revision revision(ResultSet row) throws SQLException {
        return new DocumentHistory.Revision(
                Columns.place(row),
                Columns.place(row, "redrive_of"),
                DocumentHistory.Kind.valueOf(row.getString("kind")),
                Columns.text(row, "label"),
                Columns.text(row, "source"),
                Optional.ofNullable(row.getBytes("content_hash")).map(ContentHash::new),
                row.getBoolean("current_content"),
                row.getBoolean("current_label"),
                Columns.instant(row, "accepted_at"),
                Columns.instant(row, "stored_at"),
                Columns.text(row, "trace_id"));
    }

    /** Per version: the newest content and the newest label of the document below the version's marks. */
    private static List<DocumentHistory.UsedBy> versions(Handle handle, ModelName model, DocumentId id) {
        return handle.createQuery("""
                        WITH used AS (
                            SELECT
                                m.version, d.generation, d.partition, d.record_offset, d.has_content, d.label,
                                row_number() OVER (
                                    PARTITION BY m.version
                                    ORDER BY
                                        d.first_generation, d.first_offset,
                                        d.generation, d.partition, d.record_offset) AS age
                            FROM document AS d
                            JOIN version_mark AS m
                                ON m.model = d.model
                                AND m.generation = d.generation
                                AND m.partition = d.partition
                                AND m.next_offset > d.record_offset
                            WHERE d.model = :model AND d.id = :id
                        ),
                        content AS (
                            SELECT DISTINCT ON (version) * FROM used WHERE has_content ORDER BY version, age DESC
                        ),
                        labelled AS (
                            SELECT DISTINCT ON (version) * FROM used WHERE label IS NOT NULL ORDER BY version, age DESC
                        )
                        SELECT
                            v.version, v.status,
                            c.generation AS content_generation,
                            c.partition AS content_partition,
                            c.record_offset AS content_offset,
                            l.generation AS label_generation,
                            l.partition AS label_partition,
                            l.record_offset AS label_offset
                        FROM content AS c
                        JOIN labelled AS l ON l.version = c.version
                        JOIN model_version AS v ON v.model = :model AND v.version = c.version
                        ORDER BY v.version DESC
                        """)
                .bind("model", model.value())
                .bind("id", id.value())
                .map((row, context) -> new DocumentHistory.UsedBy(
                        row.getInt("version"), row.getString("status"), place(row, "content"), place(row, "label")))
                .list();
    }

    private static Place place(ResultSet row, String prefix) throws SQLException {
        return Columns.place(row, prefix).orElseThrow();
    }
}
