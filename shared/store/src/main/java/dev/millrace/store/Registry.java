package dev.millrace.store;

import dev.millrace.document.ModelName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The model versions, what their aliases mean, and what they meant. A version never changes; an alias moves in one
 * transaction with its history and a notice on {@value #CHANNEL}, which carries the model's name. Role: train; predict may
 * call what reads.
 */
public final class Registry {
    /** The channel of {@link ModelNotices}. */
    public static final String CHANNEL = "millrace_model";

    private final Database database;

    public Registry(Database db) {
        this.database = db;
    }

    /** Models with at least one version, by name. */
    public List<ModelName> models() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT DISTINCT model FROM model_version ORDER BY model")
                        .map((row, context) -> new ModelName(row.getString("model")))
                        .list());
    }

    /** The versions of a model, newest first. */
    public List<VersionInfo> versions(ModelName m) {
        return database.jdbi().withHandle(handle -> Versions.all(handle, m));
    }

    public Optional<VersionInfo> version(ModelName m, int v) {
        return database.jdbi().withHandle(handle -> Versions.find(handle, m, v));
    }

    /** The bytes as stored; the reader compares them with {@link VersionInfo#sha256}. */
    public Optional<byte[]> bytes(ModelName m, int v) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT bytes FROM model_version WHERE model = :model AND version = :version")
                        .bind("model", m.value())
                        .bind("version", v)
                        .map((row, context) -> row.getBytes("bytes"))
                        .findOne());
    }

    /** The marks of the snapshot that a version was trained from; empty when there is no such version. */
    public List<Mark> marks(ModelName m, int v) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                                SELECT generation, partition, first_offset, next_offset
                                FROM version_mark
                                WHERE model = :model AND version = :version
                                ORDER BY generation, partition
                                """)
                        .bind("model", m.value())
                        .bind("version", v)
                        .map((row, context) -> Columns.mark(row))
                        .list());
    }

    /** The aliases of a model. */
    public Map<String, Integer> aliases(ModelName m) {
        return aliases().getOrDefault(m, Map.of());
    }

    /** The aliases of all models. */
    public Map<ModelName, Map<String, Integer>> aliases() {
        Map<ModelName, Map<String, Integer>> aliases = new TreeMap<>();
        database.jdbi()
                .useHandle(handle -> handle.createQuery("SELECT model, alias, version FROM model_alias")
                        .map((row, context) -> aliases.computeIfAbsent(
                                        new ModelName(row.getString("model")), model -> new TreeMap<>())
                                .put(row.getString("alias"), row.getInt("version")))
                        .list());
        return aliases;
    }

    /** The moves of a model's aliases, newest first. */
    public List<AliasChange> history(ModelName m) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT " + AliasMoves.COLUMNS
                                + " FROM alias_history WHERE model = :model ORDER BY change DESC")
                        .bind("model", m.value())
                        .map((row, context) -> AliasMoves.change(row))
                        .list());
    }

    /** Which version was champion at a time, and since when; none before the first. */
    public Optional<AliasChange> liveAt(ModelName m, Instant at) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT " + AliasMoves.COLUMNS + """
                                 FROM alias_history
                                WHERE model = :model AND alias = :champion AND changed_at <= :at
                                ORDER BY change DESC
                                LIMIT 1
                                """)
                        .bind("model", m.value())
                        .bind("champion", AliasChange.CHAMPION)
                        .bind("at", at)
                        .map((row, context) -> AliasMoves.change(row))
                        .findOne());
    }

    /**
     * Adds the next version of its model, with its bytes; when promoted, {@code champion} moves to it and {@code previous}
     * to the old champion. One transaction; publishes and moves of one model wait for each other.
     *
     * @throws ChampionMovedException when the champion is no longer the version's parent; then nothing is written
     */
    public Published publish(NewVersion v, boolean promote, String by, String reason) {
        return database.jdbi().inTransaction(handle -> {
            VersionInfo version =
                    Versions.insert(handle, v); // locks the model: what is asked now holds until the commit
            AliasMoves moves = new AliasMoves(handle, v.model(), by, reason);
            Optional<Integer> champion = moves.current(AliasChange.CHAMPION);
            if (!champion.equals(v.parent())) {
                throw new ChampionMovedException(v.model(), v.parent(), champion);
            }
            Optional<AliasChange> promotion =
                    promote ? Optional.of(moves.move(AliasChange.CHAMPION, version.version())) : Optional.empty();
            return new Published(version, promotion);
        });
    }

    /**
     * Points an alias at a version, also at a rejected one. A move of {@code champion} takes {@code previous} along. An alias
     * that is there already stays, without a new line in the history.
     *
     * @throws UnknownVersionException when there is no such version
     */
    public AliasChange moveAlias(ModelName m, String alias, int version, String by, String reason) {
        return database.jdbi().inTransaction(handle -> {
            AliasMoves moves = new AliasMoves(handle, m, by, reason);
            moves.lock();
            Versions.require(handle, m, version);
            return moves.move(alias, version);
        });
    }

    /**
     * Makes {@code previous} champion again, and the champion {@code previous}: a second rollback takes the first one back.
     *
     * @throws NoPreviousException when there is none
     */
    public AliasChange rollback(ModelName m, String by, String reason) {
        return database.jdbi().inTransaction(handle -> {
            AliasMoves moves = new AliasMoves(handle, m, by, reason);
            moves.lock();
            Optional<Integer> champion = moves.current(AliasChange.CHAMPION);
            int previous = moves.current(AliasChange.PREVIOUS)
                    .filter(version -> !champion.equals(Optional.of(version)))
                    .orElseThrow(() -> new NoPreviousException(m));
            return moves.move(AliasChange.CHAMPION, previous);
        });
    }
}
