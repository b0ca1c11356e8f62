package dev.millrace.store;

import dev.millrace.document.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The dead letters, and which of them were redriven. Role: clean. */
public final class DeadLetters {
    /** How much of a value a page shows: dead letters can be large, and a page holds many. */
    public static final int SHOWN_BYTES = 4_096;

    private static final int MOST = 1_000;

    private final Database database;

    public DeadLetters(Database db) {
        this.database = db;
    }

    /** Dead letters in the order of their places; {@code next} goes into {@code after} for the page that follows. */
    public record Page(List<Kept> letters, Optional<Place> next) {
        public Page {
            letters = List.copyOf(letters);
        }
    }

    /**
     * A dead letter as it lies in the database.
     *
     * @param letter its value is cut to {@link #SHOWN_BYTES}
     * @param valueBytes how many bytes the value has
     * @param redrivenTo where the newest redrive of it was sent
     */
    public record Kept(
            DeadLetter letter,
            int valueBytes,
            Instant storedAt,
            Optional<Place> redrivenTo,
            Optional<Instant> redrivenAt) {}

    /** A page of at most {@code limit} (1 to 1,000) letters, of one reason or of all. */
    public Page page(Optional<String> reason, Optional<Place> after, int limit) {
        int most = requireLimit(limit);
        List<Kept> letters = database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                                SELECT
                                    generation, partition, record_offset,
                                    redrive_of_generation, redrive_of_partition, redrive_of_offset,
                                    reason, detail, key, substring(value FROM 1 FOR :shown) AS value,
                                    coalesce(octet_length(value), 0) AS value_bytes,
                                    trace_id, accepted_at, stored_at,
                                    redriven_to_generation, redriven_to_partition, redriven_to_offset, redriven_at
                                FROM dead_letter
                                WHERE (CAST(:reason AS text) IS NULL OR reason = :reason)
                                    AND (generation, partition, record_offset) > (:generation, :partition, :offset)
                                ORDER BY generation, partition, record_offset
                                LIMIT :limit
                                """)
                        .bind("shown", SHOWN_BYTES)
                        .bind("reason", reason.orElse(null))
                        .bind("generation", after.map(Place::generation).orElse(0))
                        .bind("partition", after.map(Place::partition).orElse(0))
                        .bind("offset", after.map(Place::offset).orElse(0L))
                        .bind("limit", most)
                        .map((row, context) -> kept(row))
                        .list());
        return new Page(
                letters,
                letters.size() < most
                        ? Optional.empty()
                        : Optional.of(letters.getLast().letter().place()));
    }

    /** How many dead letters there are of each reason, most first. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        database.jdbi()
                .useHandle(handle -> handle.createQuery("""
                                SELECT reason, count(*) AS letters
                                FROM dead_letter
                                GROUP BY reason
                                ORDER BY letters DESC, reason
                                """)
                        .map((row, context) -> Map.entry(row.getString("reason"), row.getLong("letters")))
                        .forEach(count -> counts.put(count.getKey(), count.getValue())));
        return counts;
    }

    /**
     * Those a redrive may send, whole, in the order of their places: of a reason, or at the given places (none: anywhere).
     * Never a duplicate redrive, never one whose record is a document by now, and none that was sent already - unless what
     * was sent never arrived and never will, since its generation of the topic is over.
     */
    public List<DeadLetter> redrivable(Optional<String> reason, List<Place> places, int limit) {
        int most = requireLimit(limit);
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                                SELECT
                                    l.generation, l.partition, l.record_offset,
                                    l.redrive_of_generation, l.redrive_of_partition, l.redrive_of_offset,
                                    l.reason, l.detail, l.key, l.value, l.trace_id, l.accepted_at
                                FROM dead_letter AS l
                                WHERE (CAST(:reason AS text) IS NULL OR l.reason = :reason)
                                    AND (:anywhere OR (l.generation, l.partition, l.record_offset) IN (
                                        SELECT * FROM unnest(:generations, :partitions, :offsets)))
                                    AND l.reason <> :duplicate
                                    AND (l.redriven_at IS NULL OR EXISTS (
                                        SELECT FROM mark AS m
                                        WHERE m.generation = l.redriven_to_generation
                                            AND m.partition = l.redriven_to_partition
                                            AND m.next_offset <= l.redriven_to_offset
                                            AND NOT m.open))
                                    AND NOT EXISTS (
                                        SELECT FROM document AS d
                                        WHERE d.redrive_of_generation =
                                                coalesce(l.redrive_of_generation, l.generation)
                                            AND d.redrive_of_partition = coalesce(l.redrive_of_partition, l.partition)
                                            AND d.redrive_of_offset = coalesce(l.redrive_of_offset, l.record_offset))
                                ORDER BY l.generation, l.partition, l.record_offset
                                LIMIT :limit
                                """)
                        .bind("reason", reason.orElse(null))
                        .bind("anywhere", places.isEmpty())
                        .bind("generations", Places.generations(places))
                        .bind("partitions", Places.partitions(places))
                        .bind("offsets", Places.offsets(places))
                        .bind("duplicate", DeadLetter.DUPLICATE_REDRIVE)
                        .bind("limit", most)
                        .map((row, context) -> letter(row))
                        .list());
    }

    /** Notes that the letter's bytes were sent again; to be called when the broker has acknowledged them. */
    public void markRedriven(Place deadLetter, Place sentTo) {
        int rows = database.jdbi()
                .withHandle(handle -> handle.createUpdate("""
                                UPDATE dead_letter
                                SET
                                    redriven_to_generation = :toGeneration,
                                    redriven_to_partition = :toPartition,
                                    redriven_to_offset = :toOffset,
                                    redriven_at = clock_timestamp()
                                WHERE generation = :generation
                                    AND partition = :partition
                                    AND record_offset = :offset
                                """)
                        .bindMethods(deadLetter)
                        .bind("toGeneration", sentTo.generation())
                        .bind("toPartition", sentTo.partition())
                        .bind("toOffset", sentTo.offset())
                        .execute());
        if (rows == 0) {
            throw new IllegalArgumentException("there is no dead letter at " + deadLetter);
        }
    }

    private static int requireLimit(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit is " + limit + ": expected 1 to " + MOST);
        }
        return limit;
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                letter(row),
                row.getInt("value_bytes"),
                Columns.instant(row, "stored_at"),
                Columns.place(row, "redriven_to"),
                Columns.instantIfAny(row, "redriven_at"));
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        return new DeadLetter(
                Columns.place(row),
                Columns.place(row, "redrive_of"),
                row.getString("reason"),
                row.getString("detail"),
                Optional.ofNullable(row.getBytes("key")),
                Optional.ofNullable(row.getBytes("value")),
                Columns.text(row, "trace_id"),
                Columns.instant(row, "accepted_at"));
    }
}
