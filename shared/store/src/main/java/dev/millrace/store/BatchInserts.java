package dev.millrace.store;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.millrace.document.ContentHash;
import dev.millrace.document.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes many rows in few round trips: a JDBC batch, which the driver turns into inserts of up to 128 rows. */
final class BatchInserts {
    private BatchInserts() {}

    static void insertDocuments(Connection connection, List<StoredDocument> documents) throws SQLException {
        if (documents.isEmpty()) {
            return;
        }
        try (ZstdCompressCtx compressor = Compressed.compressor();
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO document (
                            generation, partition, record_offset,
                            redrive_of_generation, redrive_of_partition, redrive_of_offset,
                            model, id, received, cleaned_text, cleaner_version, content_hash,
                            label, source, trace_id, accepted_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)) {
            for (StoredDocument document : documents) {
                setPlace(insert, 1, document.place());
                setPlace(insert, 4, document.redriveOf().orElse(null));
                insert.setString(7, document.model().value());
                insert.setString(8, document.id().value());
                insert.setBytes(9, compressor.compress(document.received()));
                insert.setString(
                        10, document.cleanedText().map(Columns::storable).orElse(null));
                insert.setInt(11, document.cleanerVersion());
                insert.setBytes(
                        12, document.contentHash().map(ContentHash::bytes).orElse(null));
                setText(insert, 13, document.label());
                setText(insert, 14, document.source());
                setText(insert, 15, document.traceId());
                insert.setTimestamp(16, Timestamp.from(document.acceptedAt()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    static void insertDeadLetters(Connection connection, List<DeadLetter> letters) throws SQLException {
        if (letters.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO dead_letter (
                    generation, partition, record_offset,
                    redrive_of_generation, redrive_of_partition, redrive_of_offset,
                    reason, detail, key, value, trace_id, accepted_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            for (DeadLetter letter : letters) {
                setPlace(insert, 1, letter.place());
                setPlace(insert, 4, letter.redriveOf().orElse(null));
                insert.setString(7, Columns.sentence(letter.reason()));
                insert.setString(8, Columns.sentence(letter.detail()));
                insert.setBytes(9, letter.key().orElse(null));
                insert.setBytes(10, letter.value().orElse(null));
                setText(insert, 11, letter.traceId());
                insert.setTimestamp(12, Timestamp.from(letter.acceptedAt()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void setText(PreparedStatement insert, int index, Optional<String> text) throws SQLException {
        insert.setString(index, text.map(Columns::storable).orElse(null));
    }

    private static void setPlace(PreparedStatement insert, int index, @Nullable Place place) throws SQLException {
        if (place == null) {
            insert.setNull(index, Types.INTEGER);
            insert.setNull(index + 1, Types.INTEGER);
            insert.setNull(index + 2, Types.BIGINT);
        } else {
            insert.setInt(index, place.generation());
            insert.setInt(index + 1, place.partition());
            insert.setLong(index + 2, place.offset());
        }
    }
}
