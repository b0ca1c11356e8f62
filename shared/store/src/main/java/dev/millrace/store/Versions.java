package dev.millrace.store;

import dev.millrace.document.ModelName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The rows of {@code model_version}: written once, read ever after. */
final class Versions {
    private static final String SELECT = """
            SELECT
                model, version, status, sha256, octet_length(bytes) AS size, created,
                metrics, lineage, parent
            FROM model_version
            """;

    private Versions() {}

    static List<VersionInfo> all(Handle handle, ModelName model) {
        return handle.createQuery(SELECT + "WHERE model = :model ORDER BY version DESC")
                .bind("model", model.value())
                .map((row, context) -> version(row))
                .list();
    }

    static Optional<VersionInfo> find(Handle handle, ModelName model, int version) {
        return handle.createQuery(SELECT + "WHERE model = :model AND version = :version")
                .bind("model", model.value())
                .bind("version", version)
                .map((row, context) -> version(row))
                .findOne();
    }

    static VersionInfo require(Handle handle, ModelName model, int version) {
        return find(handle, model, version).orElseThrow(() -> new UnknownVersionException(model, version));
    }

    /** Takes the next number, which locks the model until the end of the transaction, and writes the version. */
    static VersionInfo insert(Handle handle, NewVersion version) {
        int number = handle.createQuery("""
                        INSERT INTO model (name, newest_version)
                        VALUES (:model, 1)
                        ON CONFLICT (name) DO UPDATE SET newest_version = model.newest_version + 1
                        RETURNING newest_version
                        """)
                .bind("model", version.model().value())
                .mapTo(Integer.class)
                .one();
        handle.createUpdate("""
                        INSERT INTO model_version (model, version, status, bytes, sha256, metrics, lineage, parent)
                        VALUES (
                            :model, :version, :status, :bytes, :sha256,
                            CAST(:metrics AS jsonb), CAST(:lineage AS jsonb), :parent)
                        """)
                .bind("model", version.model().value())
                .bind("version", number)
                .bind("status", version.status())
                .bind("bytes", version.bytes())
                .bind("sha256", sha256(version.bytes()))
                .bind("metrics", version.metricsJson())
                .bind("lineage", version.lineageJson())
                .bind("parent", version.parent().orElse(null))
                .execute();
        insertMarks(handle, version, number);
        return require(handle, version.model(), number);
    }

    private static void insertMarks(Handle handle, NewVersion version, int number) {
        if (version.marks().isEmpty()) {
            return;
        }
        PreparedBatch marks = handle.prepareBatch("""
                INSERT INTO version_mark (model, version, generation, partition, first_offset, next_offset)
                VALUES (:model, :version, :generation, :partition, :first, :next)
                """);
        version.marks()
                .forEach(mark -> marks.bind("model", version.model().value())
                        .bind("version", number)
                        .bind("generation", mark.generation())
                        .bind("partition", mark.partition())
                        .bind("first", mark.first())
                        .bind("next", mark.next())
                        .add());
        marks.execute();
    }

    private static VersionInfo version(ResultSet row) throws SQLException {
        return new VersionInfo(
                new ModelName(row.getString("model")),
                row.getInt("version"),
                row.getString("status"),
                row.getString("sha256"),
                row.getInt("size"),
                Columns.instant(row, "created"),
                row.getString("metrics"),
                row.getString("lineage"),
                Columns.integer(row, "parent"));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
