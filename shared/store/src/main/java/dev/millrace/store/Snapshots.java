package dev.millrace.store;

import com.github.luben.zstd.ZstdDecompressCtx;
import dev.millrace.document.ContentHash;
import dev.millrace.document.DocumentCodec;
import dev.millrace.document.DocumentId;
import dev.millrace.document.ModelName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** Takes snapshots of a model's labelled documents. Role: train. */
public final class Snapshots {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int FETCH_ROWS = 1_000;

    private final Database database;
    private final Duration limit;

    public Snapshots(Database db) {
        this(db, LIMIT);
    }

    /** With a limit of its own for the statement, which reads much. */
    public Snapshots(Database db, Duration limit) {
        this.database = db;
        this.limit = limit;
    }

    /** Everything that is handled now. Marks and rows are read in one state of the database. */
    public Snapshot take(ModelName model) {
        return take(model, row -> {});
    }

    /** As {@link #take(ModelName)}; the guard sees each row as it comes, and ends the reading by what it throws. */
    public Snapshot take(ModelName model, Consumer<Snapshot.Row> guard) {
        return reading(handle -> take(handle, model, marks(handle), guard));
    }

    /** An earlier snapshot, from its marks: the same rows, and the same hash. */
    public Snapshot again(ModelName model, List<Mark> marks) {
        return reading(handle -> take(handle, model, marks, row -> {}));
    }

    private Snapshot reading(Function<Handle, Snapshot> work) {
        try {
            return database.jdbi().inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
                handle.execute("SET TRANSACTION READ ONLY");
                handle.execute("SET LOCAL statement_timeout = " + limit.toMillis());
                handle.execute("SET LOCAL work_mem = '64MB'"); // the keys of half a million documents sort in memory
                return patiently(handle, work);
            });
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** The client waits as long as the server may take. */
    private Snapshot patiently(Handle handle, Function<Handle, Snapshot> work) throws SQLException {
        Connection connection = handle.getConnection();
        int usual = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, (int) limit.toMillis() + Connections.GRACE_MILLIS);
        try {
            return work.apply(handle);
        } finally {
            connection.setNetworkTimeout(Runnable::run, usual);
        }
    }

    private static List<Mark> marks(Handle handle) {
        return handle.createQuery("""
                        SELECT generation, partition, first_offset, next_offset
                        FROM mark
                        ORDER BY generation, partition
                        """).map((row, context) -> Columns.mark(row)).list();
    }

    /**
     * The keys alone decide which revision counts: the greatest first place, then the greatest own place. Only then are the
     * chosen rows read, by their primary key. So no plan is quadratic, also before the table's statistics are made.
     */
    private static Snapshot take(Handle handle, ModelName model, List<Mark> marks, Consumer<Snapshot.Row> guard) {
        List<Snapshot.Row> rows = new ArrayList<>();
        try (ZstdDecompressCtx zstd = new ZstdDecompressCtx()) {
            handle.createQuery("""
                            WITH newest AS (
                                SELECT
                                    d.id,
                                    max(ARRAY[
                                        d.first_generation, d.first_offset, d.generation, d.partition, d.record_offset
                                    ]) FILTER (WHERE d.has_content) AS content,
                                    max(ARRAY[
                                        d.first_generation, d.first_offset, d.generation, d.partition, d.record_offset
                                    ]) FILTER (WHERE d.label IS NOT NULL) AS label
                                FROM document AS d
                                JOIN unnest(:generations, :partitions, :nexts) AS m (generation, partition, next_offset)
                                    ON m.generation = d.generation
                                    AND m.partition = d.partition
                                    AND m.next_offset > d.record_offset
                                WHERE d.model = :model
                                GROUP BY d.id
                            )
                            SELECT
                                c.id, c.generation, c.partition, c.record_offset,
                                c.received, c.cleaned_text, c.cleaner_version, c.content_hash, l.label
                            FROM newest AS n
                            JOIN document AS c
                                ON c.generation = n.content[3]
                                AND c.partition = n.content[4]
                                AND c.record_offset = n.content[5]
                            JOIN document AS l
                                ON l.generation = n.label[3]
                                AND l.partition = n.label[4]
                                AND l.record_offset = n.label[5]
                            """)
                    .bind("generations", marks.stream().map(Mark::generation).toArray(Integer[]::new))
                    .bind("partitions", marks.stream().map(Mark::partition).toArray(Integer[]::new))
                    .bind("nexts", marks.stream().map(Mark::next).toArray(Long[]::new))
                    .bind("model", model.value())
                    .setFetchSize(FETCH_ROWS)
                    .map((row, context) -> row(row, zstd))
                    .forEach(row -> {
                        guard.accept(row);
                        rows.add(row);
                    });
        }
        rows.sort(Comparator.comparing(Snapshot.Row::id)); // here: whole rows would not sort in the server's memory
        SnapshotHash hash = new SnapshotHash();
        rows.forEach(row -> hash.add(row.id(), row.label(), row.received()));
        return new Snapshot(model, marks, rows, hash.hex());
    }

    private static Snapshot.Row row(ResultSet row, ZstdDecompressCtx zstd) throws SQLException {
        byte[] received = Compressed.expand(zstd, row.getBytes("received"));
        return new Snapshot.Row(
                new DocumentId(row.getString("id")),
                Columns.place(row),
                DocumentCodec.readWire(received).content(),
                Columns.text(row, "cleaned_text"),
                row.getInt("cleaner_version"),
                new ContentHash(row.getBytes("content_hash")),
                row.getString("label"));
    }
}
