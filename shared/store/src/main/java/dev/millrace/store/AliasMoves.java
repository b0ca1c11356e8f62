package dev.millrace.store;

import dev.millrace.document.InvalidInput;
import dev.millrace.document.ModelName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** Moves aliases of one model within a transaction: the alias, its history and the notice. The model's row is locked. */
final class AliasMoves {
    static final String COLUMNS = "model, alias, version, from_version, changed_at, changed_by, reason";
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

    private final Handle handle;
    private final ModelName model;
    private final String by;
    private final String reason;

    AliasMoves(Handle handle, ModelName model, String by, String reason) {
        this.handle = handle;
        this.model = model;
        this.by = by;
        this.reason = reason;
    }

    /** Waits until no other transaction changes this model. */
    void lock() {
        handle.createQuery("SELECT name FROM model WHERE name = :model FOR UPDATE")
                .bind("model", model.value())
                .mapTo(String.class)
                .findOne();
    }

    Optional<Integer> current(String alias) {
        return handle.createQuery("SELECT version FROM model_alias WHERE model = :model AND alias = :alias")
                .bind("model", model.value())
                .bind("alias", alias)
                .mapTo(Integer.class)
                .findOne();
    }

    /** Moves an alias, and with {@code champion} also {@code previous}; gives the move, or the last one if it is there. */
    AliasChange move(String alias, int version) {
        if (!FORM.matcher(alias).matches()) {
            throw InvalidInput.field(
                    "alias", "is no alias: expected 1 to 63 lower-case letters, digits, '-' or '_', first a letter");
        }
        Optional<Integer> from = current(alias);
        if (from.filter(now -> now == version).isPresent()) {
            return last(alias);
        }
        if (alias.equals(AliasChange.CHAMPION) && from.isPresent()) {
            change(AliasChange.PREVIOUS, from.get(), current(AliasChange.PREVIOUS));
        }
        AliasChange change = change(alias, version, from);
        handle.createQuery("SELECT pg_notify(:channel, :model)")
                .bind("channel", Registry.CHANNEL)
                .bind("model", model.value())
                .mapTo(String.class)
                .one();
        return change;
    }

    private AliasChange change(String alias, int version, Optional<Integer> from) {
        handle.createUpdate("""
                        INSERT INTO model_alias (model, alias, version)
                        VALUES (:model, :alias, :version)
                        ON CONFLICT (model, alias) DO UPDATE SET version = excluded.version
                        """)
                .bind("model", model.value())
                .bind("alias", alias)
                .bind("version", version)
                .execute();
        return handle.createQuery("""
                        INSERT INTO alias_history (model, alias, version, from_version, changed_by, reason)
                        VALUES (:model, :alias, :version, :from, :by, :reason)
                        RETURNING model, alias, version, from_version, changed_at, changed_by, reason
                        """)
                .bind("model", model.value())
                .bind("alias", alias)
                .bind("version", version)
                .bind("from", from.orElse(null))
                .bind("by", Columns.sentence(by))
                .bind("reason", Columns.sentence(reason))
                .map((row, context) -> change(row))
                .one();
    }

    private AliasChange last(String alias) {
        return handle.createQuery("SELECT " + COLUMNS + """
                         FROM alias_history
                        WHERE model = :model AND alias = :alias
                        ORDER BY change DESC
                        LIMIT 1
                        """)
                .bind("model", model.value())
                .bind("alias", alias)
                .map((row, context) -> change(row))
                .one();
    }

    static AliasChange change(ResultSet row) throws SQLException {
        return new AliasChange(
                new ModelName(row.getString("model")),
                row.getString("alias"),
                row.getInt("version"),
                Columns.integer(row, "from_version"),
                Columns.instant(row, "changed_at"),
                row.getString("changed_by"),
                row.getString("reason"));
    }
}
