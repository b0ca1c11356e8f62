package dev.millrace.store;

import dev.millrace.document.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

/** Reads columns that many tables share, and makes strings fit for a text column. */
final class Columns {
    private static final int CUT = 4_000;
    private static final char REPLACEMENT = '\uFFFD';

    private Columns() {}

    /** The row's own place. */
    static Place place(ResultSet row) throws SQLException {
        return new Place(row.getInt("generation"), row.getInt("partition"), row.getLong("record_offset"));
    }

    /** A place beside it, as {@code redrive_of_generation} and so on. */
    static Optional<Place> place(ResultSet row, String prefix) throws SQLException {
        int generation = row.getInt(prefix + "_generation");
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(
                        new Place(generation, row.getInt(prefix + "_partition"), row.getLong(prefix + "_offset")));
    }

    static Mark mark(ResultSet row) throws SQLException {
        return new Mark(
                row.getInt("generation"),
                row.getInt("partition"),
                row.getLong("first_offset"),
                row.getLong("next_offset"));
    }

    static LogPosition logPosition(ResultSet row) throws SQLException {
        return new LogPosition(mark(row), integer(row, "leader_epoch"), offset(row, "lost_from"));
    }

    static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    static Optional<Integer> integer(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    private static Optional<Long> offset(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    static Optional<Instant> instantIfAny(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }

    /** The same text, with what UTF-8 or PostgreSQL cannot hold (NUL, half a surrogate pair) replaced by U+FFFD. */
    static String storable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? REPLACEMENT : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** A sentence for people: storable, and cut. */
    static String sentence(String text) {
        return storable(text.length() <= CUT ? text : text.substring(0, CUT) + "…");
    }
}
