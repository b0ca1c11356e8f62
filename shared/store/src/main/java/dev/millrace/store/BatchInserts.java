package dev.millrace.store;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.millrace.document.ContentHash;
import dev.millrace.document.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Writes the rows of a batch with one statement a table, each column as an array. */
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
                        SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS timestamptz[]))
                        """)) {
            Arrays<StoredDocument> rows = new Arrays<>(insert, documents);
            rows.places(1, document -> Optional.of(document.place()));
            rows.places(4, StoredDocument::redriveOf);
            rows.texts(7, document -> document.model().value());
            rows.texts(8, document -> document.id().value());
            rows.bytes(9, document -> compressor.compress(document.received()));
            rows.texts(10, document -> orNull(document.cleanedText()));
            rows.set(11, "int4", Integer[]::new, StoredDocument::cleanerVersion);
            rows.bytes(
                    12,
                    document -> document.contentHash().map(ContentHash::bytes).orElse(null));
            rows.texts(13, document -> orNull(document.label()));
            rows.texts(14, document -> orNull(document.source()));
            rows.texts(15, document -> orNull(document.traceId()));
            rows.texts(16, document -> document.acceptedAt().toString());
            insert.executeUpdate();
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
                SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS timestamptz[]))
                """)) {
            Arrays<DeadLetter> rows = new Arrays<>(insert, letters);
            rows.places(1, letter -> Optional.of(letter.place()));
            rows.places(4, DeadLetter::redriveOf);
            rows.texts(7, letter -> Columns.sentence(letter.reason()));
            rows.texts(8, letter -> Columns.sentence(letter.detail()));
            rows.bytes(9, letter -> letter.key().orElse(null));
            rows.bytes(10, letter -> letter.value().orElse(null));
            rows.texts(11, letter -> orNull(letter.traceId()));
            rows.texts(12, letter -> letter.acceptedAt().toString());
            insert.executeUpdate();
        }
    }

    private static @Nullable String orNull(Optional<String> text) {
        return text.map(Columns::storable).orElse(null);
    }

    /** Binds columns of rows as arrays. */
    private record Arrays<R>(PreparedStatement insert, List<R> rows) {
        /** Three columns. */
        void places(int index, Function<R, Optional<Place>> place) throws SQLException {
            set(
                    index,
                    "int4",
                    Integer[]::new,
                    row -> place.apply(row).map(Place::generation).orElse(null));
            set(
                    index + 1,
                    "int4",
                    Integer[]::new,
                    row -> place.apply(row).map(Place::partition).orElse(null));
            set(
                    index + 2,
                    "int8",
                    Long[]::new,
                    row -> place.apply(row).map(Place::offset).orElse(null));
        }

        void texts(int index, Function<R, @Nullable String> text) throws SQLException {
            set(index, "text", String[]::new, text);
        }

        void bytes(int index, Function<R, byte @Nullable []> bytes) throws SQLException {
            set(index, "bytea", byte[][]::new, bytes);
        }

        <V> void set(int index, String type, IntFunction<V[]> array, Function<R, ? extends @Nullable V> value)
                throws SQLException {
            insert.setArray(
                    index,
                    insert.getConnection()
                            .createArrayOf(type, rows.stream().map(value).toArray(array)));
        }
    }
}
