package dev.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each role may do, and above all what it may not: tried with real statements, and compared with the whole list. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsIT {
    private static final Map<DatabaseRole, Set<String>> RIGHTS = Map.of(
            DatabaseRole.CLEAN,
            Set.of(
                    "topic SELECT",
                    "topic INSERT",
                    "mark SELECT",
                    "mark INSERT",
                    "mark UPDATE(leader_epoch,leader_epoch_at,lost_from,next_offset,open)",
                    "document SELECT",
                    "document INSERT",
                    "current_document SELECT",
                    "dead_letter SELECT",
                    "dead_letter INSERT",
                    "dead_letter UPDATE(redriven_at,redriven_to_generation,redriven_to_offset,redriven_to_partition)",
                    "model_version SELECT(created,lineage,metrics,model,parent,sha256,status,version)",
                    "version_mark SELECT"),
            DatabaseRole.TRAIN,
            Set.of(
                    "topic SELECT",
                    "mark SELECT",
                    "document SELECT",
                    "current_document SELECT",
                    "model SELECT",
                    "model INSERT",
                    "model UPDATE(newest_version)",
                    "model_version SELECT",
                    "model_version INSERT",
                    "version_mark SELECT",
                    "version_mark INSERT",
                    "model_alias SELECT",
                    "model_alias INSERT",
                    "model_alias UPDATE(version)",
                    "alias_history SELECT",
                    "alias_history INSERT",
                    "training_run SELECT",
                    "training_run INSERT",
                    "training_run UPDATE(code_version,detail,ended,judged,message,settings_hash,snapshot_hash,state,version)"),
            DatabaseRole.PREDICT,
            Set.of("model_version SELECT", "model_alias SELECT", "alias_history SELECT"),
            DatabaseRole.MONITOR,
            Set.of());

    private final StoreDatabase database = StoreDatabase.empty();

    @BeforeAll
    void migrate() {
        database.migrate();
    }

    @AfterAll
    void close() {
        database.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    CLEAN   | UPDATE document SET label = 'x'
                    CLEAN   | DELETE FROM document
                    CLEAN   | TRUNCATE document
                    CLEAN   | UPDATE dead_letter SET value = ''
                    CLEAN   | UPDATE dead_letter SET reason = 'x'
                    CLEAN   | DELETE FROM dead_letter
                    CLEAN   | UPDATE mark SET first_offset = 0
                    CLEAN   | DELETE FROM mark
                    CLEAN   | UPDATE topic SET topic_id = 'x'
                    CLEAN   | DELETE FROM topic
                    CLEAN   | SELECT bytes FROM model_version
                    CLEAN   | INSERT INTO model_version (model, version) VALUES ('spam', 1)
                    CLEAN   | UPDATE model_version SET status = 'x'
                    CLEAN   | SELECT * FROM model_alias
                    CLEAN   | UPDATE model_alias SET version = 1
                    CLEAN   | SELECT * FROM alias_history
                    CLEAN   | SELECT * FROM training_run
                    CLEAN   | SELECT * FROM flyway_schema_history
                    CLEAN   | CREATE TABLE mine (id integer)
                    CLEAN   | CREATE TEMPORARY TABLE mine (id integer)
                    MONITOR | SELECT * FROM public.document
                    MONITOR | SELECT * FROM public.dead_letter
                    MONITOR | SELECT * FROM public.model_version
                    MONITOR | CREATE TABLE public.mine (id integer)
                    TRAIN   | INSERT INTO document (generation) VALUES (1)
                    TRAIN   | UPDATE document SET label = 'x'
                    TRAIN   | DELETE FROM document
                    TRAIN   | SELECT * FROM dead_letter
                    TRAIN   | UPDATE mark SET next_offset = 0
                    TRAIN   | INSERT INTO topic (generation) VALUES (1)
                    TRAIN   | UPDATE model_version SET bytes = ''
                    TRAIN   | UPDATE model_version SET status = 'published'
                    TRAIN   | DELETE FROM model_version
                    TRAIN   | TRUNCATE model_version
                    TRAIN   | UPDATE version_mark SET next_offset = 0
                    TRAIN   | DELETE FROM model_alias
                    TRAIN   | UPDATE alias_history SET reason = 'x'
                    TRAIN   | DELETE FROM alias_history
                    TRAIN   | DELETE FROM training_run
                    TRAIN   | UPDATE training_run SET started = now()
                    TRAIN   | CREATE TABLE mine (id integer)
                    TRAIN   | ALTER TABLE model_version DISABLE TRIGGER ALL
                    PREDICT | SELECT * FROM document
                    PREDICT | SELECT * FROM current_document
                    PREDICT | SELECT * FROM dead_letter
                    PREDICT | SELECT * FROM training_run
                    PREDICT | SELECT * FROM model
                    PREDICT | INSERT INTO model_version (model, version) VALUES ('spam', 1)
                    PREDICT | UPDATE model_version SET bytes = ''
                    PREDICT | DELETE FROM model_version
                    PREDICT | UPDATE model_alias SET version = 1
                    PREDICT | INSERT INTO alias_history (model) VALUES ('spam')
                    PREDICT | CREATE TABLE mine (id integer)
                    """)
    void forbiddenVerb_fails(DatabaseRole role, String sql) {
        assertThatThrownBy(() -> database.as(role).jdbi().useHandle(handle -> handle.execute(sql)))
                .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }

    @ParameterizedTest
    @EnumSource
    void role_hasTheseRightsAndNoOther(DatabaseRole role) {
        List<String> rights = new ArrayList<>(strings(role, """
                SELECT table_name || ' ' || privilege_type
                FROM information_schema.table_privileges
                WHERE grantee = :user
                """));
        rights.addAll(strings(role, """
                SELECT c.table_name || ' ' || c.privilege_type || '('
                    || string_agg(c.column_name, ',' ORDER BY c.column_name) || ')'
                FROM information_schema.column_privileges AS c
                WHERE c.grantee = :user
                    AND NOT EXISTS (
                        SELECT FROM information_schema.table_privileges AS t
                        WHERE t.grantee = c.grantee
                            AND t.table_name = c.table_name
                            AND t.privilege_type = c.privilege_type)
                GROUP BY c.table_name, c.privilege_type
                """));

        assertThat(rights).containsExactlyInAnyOrderElementsOf(RIGHTS.getOrDefault(role, Set.of()));
    }

    @Test
    void tables_belongToNoFunction() {
        assertThat(database.count("pg_class WHERE relnamespace = 'public'::regnamespace"
                        + " AND pg_get_userbyid(relowner) IN ('millrace_clean', 'millrace_train', 'millrace_predict')"))
                .isZero();
    }

    private List<String> strings(DatabaseRole role, String sql) {
        return database.owner()
                .withHandle(handle -> handle.createQuery(sql)
                        .bind("user", role.user())
                        .mapTo(String.class)
                        .list());
    }
}
