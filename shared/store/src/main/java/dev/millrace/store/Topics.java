package dev.millrace.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Generations of the topic, and the marks of each. Role: clean. */
public final class Topics {
    /** The epoch counts for the mark that it was written with: an older clean moves a mark without it. */
    private static final String POSITION = """
            generation, partition, first_offset, next_offset, lost_from,
            CASE WHEN leader_epoch_at = next_offset THEN leader_epoch END AS leader_epoch
            """;

    private final Database database;

    public Topics(Database db) {
        this.database = db;
    }

    /** The generation that counts; none before clean has begun the first. */
    public Optional<TopicGeneration> newest() {
        return database.jdbi().withHandle(Topics::newest);
    }

    /** The marks of a generation by partition. */
    public List<Mark> marks(int generation) {
        return positions(generation).stream().map(LogPosition::mark).toList();
    }

    /**
     * The broker lost stored records of {@code partition}: its log ends at {@code end}, below the mark. Known until the
     * next generation; of several ends the lowest counts. Without effect when the mark is not above it, or closed.
     */
    public void recordLoss(int generation, int partition, long end) {
        database.jdbi()
                .useHandle(handle -> handle.createUpdate("""
                        UPDATE mark
                        SET lost_from = least(lost_from, :end)
                        WHERE generation = :generation AND partition = :partition AND open AND next_offset > :end
                        """)
                        .bind("generation", generation)
                        .bind("partition", partition)
                        .bind("end", end)
                        .execute());
    }

    /** The marks of a generation by partition, each with what is known of the log below it. */
    public List<LogPosition> positions(int generation) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                                SELECT <position>
                                FROM mark
                                WHERE generation = :generation
                                ORDER BY partition
                                """)
                        .define("position", POSITION)
                        .bind("generation", generation)
                        .map((row, context) -> Columns.logPosition(row))
                        .list());
    }

    /**
     * Begins a generation, and ends the one before: its marks are closed, so that a consumer which does not know yet
     * cannot write any more.
     *
     * @param expectedNewest the newest generation the caller knows; 0: none
     * @param first the offset of each partition, 0 to {@code partitions - 1}, at which the generation begins
     * @throws ConcurrentBeginException when another generation began meanwhile
     */
    public TopicGeneration begin(
            int expectedNewest, String topicId, int partitions, Map<Integer, Long> first, String reason) {
        return begin(expectedNewest, topicId, partitions, ended -> first, reason);
    }

    /**
     * As {@link #begin(int, String, int, Map, String)}, where the offsets depend on the marks of the generation that ends:
     * {@code first} is called with them once they are closed, so that no consumer moves one in between.
     */
    public TopicGeneration begin(
            int expectedNewest,
            String topicId,
            int partitions,
            Function<List<LogPosition>, Map<Integer, Long>> first,
            String reason) {
        try {
            return database.jdbi().inTransaction(handle -> {
                Optional<TopicGeneration> before = newest(handle);
                if (before.map(TopicGeneration::generation).orElse(0) != expectedNewest) {
                    throw new ConcurrentBeginException(expectedNewest);
                }
                insert(handle, expectedNewest + 1, topicId, partitions, reason);
                List<LogPosition> ended = close(handle);
                insertMarks(handle, expectedNewest + 1, checked(partitions, first.apply(ended)));
                if (before.map(TopicGeneration::topicId).equals(Optional.of(topicId))) {
                    keepEpochs(handle, expectedNewest + 1, ended);
                }
                return newest(handle).orElseThrow();
            });
        } catch (JdbiException e) {
            if (DatabaseErrors.isDuplicate(e, "topic_pkey")) {
                throw new ConcurrentBeginException(expectedNewest);
            }
            throw e;
        }
    }

    private static Map<Integer, Long> checked(int partitions, Map<Integer, Long> first) {
        Map<Integer, Long> begins = new TreeMap<>(first);
        for (int partition = 0; partition < partitions; partition++) {
            if (!begins.containsKey(partition)) {
                throw new IllegalArgumentException("first has no offset for partition " + partition);
            }
        }
        if (begins.size() != partitions) {
            throw new IllegalArgumentException(
                    "first is " + begins + ": expected partitions 0 to " + (partitions - 1) + " only");
        }
        return begins;
    }

    private static void insert(Handle handle, int generation, String topicId, int partitions, String reason) {
        handle.createUpdate("""
                        INSERT INTO topic (generation, topic_id, partitions, reason)
                        VALUES (:generation, :topicId, :partitions, :reason)
                        """)
                .bind("generation", generation)
                .bind("topicId", topicId)
                .bind("partitions", partitions)
                .bind("reason", Columns.sentence(reason))
                .execute();
    }

    /** From here on no consumer can write under them; waits for one that is writing. */
    private static List<LogPosition> close(Handle handle) {
        return handle.createQuery("""
                        UPDATE mark
                        SET open = false
                        WHERE open
                        RETURNING <position>
                        """)
                .define("position", POSITION)
                .map((row, context) -> Columns.logPosition(row))
                .list();
    }

    private static void insertMarks(Handle handle, int generation, Map<Integer, Long> first) {
        PreparedBatch marks = handle.prepareBatch("""
                INSERT INTO mark (generation, partition, first_offset, next_offset)
                VALUES (:generation, :partition, :first, :first)
                """);
        first.forEach((partition, offset) -> marks.bind("generation", generation)
                .bind("partition", partition)
                .bind("first", offset)
                .add());
        marks.execute();
    }

    /** Where a partition goes on at its mark, what is known of the log below it still holds. */
    private static void keepEpochs(Handle handle, int generation, List<LogPosition> ended) {
        PreparedBatch epochs = handle.prepareBatch("""
                UPDATE mark
                SET leader_epoch = :leaderEpoch, leader_epoch_at = next_offset
                WHERE generation = :generation AND partition = :partition AND next_offset = :next
                """);
        ended.forEach(position -> epochs.bind("generation", generation)
                .bind("partition", position.mark().partition())
                .bind("next", position.mark().next())
                .bind("leaderEpoch", position.leaderEpoch())
                .add());
        epochs.execute();
    }

    private static Optional<TopicGeneration> newest(Handle handle) {
        return handle.createQuery("""
                        SELECT generation, topic_id, partitions, began, reason
                        FROM topic
                        ORDER BY generation DESC
                        LIMIT 1
                        """)
                .map((row, context) -> new TopicGeneration(
                        row.getInt("generation"),
                        row.getString("topic_id"),
                        row.getInt("partitions"),
                        Columns.instant(row, "began"),
                        row.getString("reason")))
                .findOne();
    }
}
