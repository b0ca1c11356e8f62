package dev.millrace.store;

import dev.millrace.document.ModelName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** What was trained, when, and how it ended. Times are the database's. Role: train. */
public final class TrainingRuns {
    /** Trigger of a run that {@link #startScheduled} began. */
    public static final String SCHEDULE = "schedule";

    private static final String COLUMNS = """
            id, model, trigger, state, started, ended, snapshot_hash, settings_hash, code_version, version, message,
            detail, judged
            """;
    private static final String INSERT = """
            INSERT INTO training_run (id, model, trigger, scheduled_for, state)
            VALUES (:id, :model, :trigger, :minute, 'running')
            ON CONFLICT ON CONSTRAINT training_run_one_a_minute DO NOTHING
            RETURNING
            """ + COLUMNS;

    private final Database database;

    public TrainingRuns(Database db) {
        this.database = db;
    }

    /** Begins a run; to be called while its {@link RunLock} is held. */
    public TrainingRun start(ModelName m, String trigger) {
        return insert(m, trigger, null).orElseThrow();
    }

    /** Begins the run of a minute of the model's schedule; empty when a replica began it already. */
    public Optional<TrainingRun> startScheduled(ModelName m, Instant minute) {
        return insert(m, SCHEDULE, minute);
    }

    /**
     * Ends a run.
     *
     * @throws IllegalStateException when it is over, or there is no such run
     */
    public TrainingRun finish(UUID id, RunOutcome outcome) {
        return database.jdbi()
                .withHandle(handle -> run(handle.createQuery("""
                                        UPDATE training_run
                                        SET
                                            state = :state,
                                            ended = clock_timestamp(),
                                            snapshot_hash = :snapshotHash,
                                            settings_hash = :settingsHash,
                                            code_version = :codeVersion,
                                            version = :version,
                                            message = :message,
                                            detail = CAST(:detail AS jsonb),
                                            judged = :judged
                                        WHERE id = :id AND ended IS NULL
                                        RETURNING
                                        """ + COLUMNS)
                        .bind("id", id)
                        .bind("state", outcome.state())
                        .bind("snapshotHash", outcome.snapshotHash().orElse(null))
                        .bind("settingsHash", outcome.settingsHash().orElse(null))
                        .bind("codeVersion", outcome.codeVersion().orElse(null))
                        .bind("version", outcome.version().orElse(null))
                        .bind(
                                "message",
                                outcome.message().map(Columns::sentence).orElse(null))
                        .bind("detail", outcome.detailJson().orElse(null))
                        .bind("judged", outcome.judged())))
                .orElseThrow(() -> new IllegalStateException("run " + id + " is over already, or never began"));
    }

    public Optional<TrainingRun> find(UUID id) {
        return database.jdbi()
                .withHandle(handle -> run(handle.createQuery("SELECT " + COLUMNS + "FROM training_run WHERE id = :id")
                        .bind("id", id)));
    }

    /** The newest runs of a model, newest first. */
    public List<TrainingRun> recent(ModelName m, int limit) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + """
                                FROM training_run
                                WHERE model = :model
                                ORDER BY started DESC
                                LIMIT :limit
                                """)
                        .bind("model", m.value())
                        .bind("limit", limit)
                        .map((row, context) -> run(row))
                        .list());
    }

    /** The newest run that came to a finding: published, rejected or unchanged. */
    public Optional<TrainingRun> lastFinished(ModelName m) {
        return database.jdbi()
                .withHandle(handle ->
                        run(handle.createQuery("SELECT " + COLUMNS + """
                                FROM training_run
                                WHERE model = :model AND state IN ('published', 'rejected', 'unchanged')
                                ORDER BY started DESC
                                LIMIT 1
                                """).bind("model", m.value())));
    }

    /**
     * How many runs were judged against the present champion: those that made a version since it became champion, whenever
     * they began ({@link Registry#publish} takes none that was judged against another).
     */
    public int looks(ModelName m) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                                SELECT count(*)
                                FROM training_run AS run
                                JOIN model_version AS made ON made.model = run.model AND made.version = run.version
                                WHERE run.model = :model
                                    AND run.judged
                                    AND made.created > coalesce(
                                        (
                                            SELECT max(changed_at)
                                            FROM alias_history
                                            WHERE model = :model AND alias = :champion
                                        ),
                                        '-infinity')
                                """)
                        .bind("model", m.value())
                        .bind("champion", AliasChange.CHAMPION)
                        .mapTo(Integer.class)
                        .one());
    }

    /**
     * Ends the runs of a model that still say running although their process is gone, as {@code abandoned}. To be called
     * while the model's {@link RunLock} is held, before {@link #start}: so no living run can be meant.
     */
    public int abandonStale(ModelName m) {
        return database.jdbi()
                .withHandle(handle ->
                        handle.createUpdate("""
                                UPDATE training_run
                                SET
                                    state = 'abandoned',
                                    ended = clock_timestamp(),
                                    message = 'its process ended before the run did'
                                WHERE model = :model AND state = 'running'
                                """).bind("model", m.value()).execute());
    }

    private Optional<TrainingRun> insert(ModelName m, String trigger, @Nullable Instant minute) {
        return database.jdbi()
                .withHandle(handle -> run(handle.createQuery(INSERT)
                        .bind("id", UUID.randomUUID())
                        .bind("model", m.value())
                        .bind("trigger", Columns.sentence(trigger))
                        .bind("minute", minute)));
    }

    private static Optional<TrainingRun> run(Query query) {
        return query.map((row, context) -> run(row)).findOne();
    }

    private static TrainingRun run(ResultSet row) throws SQLException {
        return new TrainingRun(
                row.getObject("id", UUID.class),
                new ModelName(row.getString("model")),
                row.getString("trigger"),
                row.getString("state"),
                Columns.instant(row, "started"),
                Columns.instantIfAny(row, "ended"),
                Columns.text(row, "snapshot_hash"),
                Columns.text(row, "settings_hash"),
                Columns.text(row, "code_version"),
                Columns.integer(row, "version"),
                Columns.text(row, "message"),
                Columns.text(row, "detail"),
                row.getBoolean("judged"));
    }
}
