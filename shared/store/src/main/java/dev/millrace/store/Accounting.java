package dev.millrace.store;

import java.util.List;

/**
 * Counts that a kill cannot spoil: they are taken from rows and marks, never from counters. For each generation and
 * partition, and so for their sums:
 *
 * <ul>
 *   <li>{@code next - first = stored + dead} : each record that was handled is in exactly one table;
 *   <li>{@code stored + dead = accepted + redriven} : it came from ingest, or by a redrive;
 *   <li>with the log's end from the broker: {@code end - first = stored + dead + in flight}, where {@code in flight = end -
 *       next} is the lag.
 * </ul>
 *
 * A total that is not {@link PartitionTotals#balanced} means rows were changed by hand: alert. Role: clean or train.
 */
public final class Accounting {
    private final Database database;

    public Accounting(Database db) {
        this.database = db;
    }

    /** All partitions of all generations, in their order. */
    public record Totals(List<PartitionTotals> partitions) {
        public Totals {
            partitions = List.copyOf(partitions);
        }

        public long stored() {
            return partitions.stream().mapToLong(PartitionTotals::stored).sum();
        }

        public long dead() {
            return partitions.stream().mapToLong(PartitionTotals::dead).sum();
        }

        public long redriven() {
            return partitions.stream().mapToLong(PartitionTotals::redriven).sum();
        }

        public long accepted() {
            return partitions.stream().mapToLong(PartitionTotals::accepted).sum();
        }

        /** Records that the marks have passed, and that are no rows; negative: rows that no mark has passed. */
        public long difference() {
            return accepted() + redriven() - stored() - dead();
        }

        public boolean balanced() {
            return partitions.stream().allMatch(PartitionTotals::balanced);
        }
    }

    /**
     * One partition of one generation.
     *
     * @param stored rows of {@code document}
     * @param dead rows of {@code dead_letter}
     * @param redriven those rows of both whose record came by a redrive
     */
    public record PartitionTotals(Mark mark, long stored, long dead, long redriven) {
        public long handled() {
            return mark.next() - mark.first();
        }

        /** Records that came from ingest. */
        public long accepted() {
            return handled() - redriven;
        }

        public boolean balanced() {
            return handled() == stored + dead;
        }
    }

    /** Reads all of it in one statement, so in one state of the database. Reads both tables' keys: some 0.1 s a million. */
    public Totals totals() {
        return new Totals(database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                                SELECT
                                    m.generation, m.partition, m.first_offset, m.next_offset,
                                    coalesce(d.stored, 0) AS stored,
                                    coalesce(l.dead, 0) AS dead,
                                    coalesce(r.redriven, 0) + coalesce(l.redriven, 0) AS redriven
                                FROM mark AS m
                                LEFT JOIN (
                                    SELECT generation, partition, count(*) AS stored
                                    FROM document
                                    GROUP BY generation, partition
                                ) AS d USING (generation, partition)
                                LEFT JOIN (
                                    SELECT generation, partition, count(*) AS redriven
                                    FROM document
                                    WHERE redrive_of_generation IS NOT NULL
                                    GROUP BY generation, partition
                                ) AS r USING (generation, partition)
                                LEFT JOIN (
                                    SELECT
                                        generation, partition,
                                        count(*) AS dead,
                                        count(redrive_of_generation) AS redriven
                                    FROM dead_letter
                                    GROUP BY generation, partition
                                ) AS l USING (generation, partition)
                                ORDER BY m.generation, m.partition
                                """)
                        .map((row, context) -> new PartitionTotals(
                                Columns.mark(row), row.getLong("stored"), row.getLong("dead"), row.getLong("redriven")))
                        .list()));
    }
}
