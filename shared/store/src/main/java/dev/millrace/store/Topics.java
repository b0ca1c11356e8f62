package dev.millrace.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Generations of the topic, and the marks of each. Role: clean. */
public final class Topics {
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
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                                SELECT generation, partition, first_offset, next_offset
                                FROM mark
                                WHERE generation = :generation
                                ORDER BY partition
                                """)
                        .bind("generation", generation)
                        .map((row, context) -> Columns.mark(row))
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
        try {
            return database.jdbi().inTransaction(handle -> {
                if (newest(handle).map(TopicGeneration::generation).orElse(0) != expectedNewest) {
                    throw new ConcurrentBeginException(expectedNewest);
                }
                return begin(handle, expectedNewest + 1, topicId, begins, reason);
            });
        } catch (JdbiException e) {
            if (DatabaseErrors.isDuplicate(e, "topic_pkey")) {
                throw new ConcurrentBeginException(expectedNewest);
            }
            throw e;
        }
    }

    private static TopicGeneration begin(
            Handle handle, int generation, String topicId, Map<Integer, Long> first, String reason) {
        handle.createUpdate("""
                        INSERT INTO topic (generation, topic_id, partitions, reason)
                        VALUES (:generation, :topicId, :partitions, :reason)
                        """)
                .bind("generation", generation)
                .bind("topicId", topicId)
                .bind("partitions", first.size())
                .bind("reason", Columns.sentence(reason))
                .execute();
        handle.execute("UPDATE mark SET open = false WHERE open");
        PreparedBatch marks = handle.prepareBatch("""
                INSERT INTO mark (generation, partition, first_offset, next_offset)
                VALUES (:generation, :partition, :first, :first)
                """);
        first.forEach((partition, offset) -> marks.bind("generation", generation)
                .bind("partition", partition)
                .bind("first", offset)
                .add());
        marks.execute();
        return newest(handle).orElseThrow();
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
