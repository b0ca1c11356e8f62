package dev.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MigrationsIT {
    private final StoreDatabase database = StoreDatabase.empty();

    @AfterEach
    void close() {
        database.close();
    }

    private List<String> strings(String sql) {
        return database.owner()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    @Test
    void migrationsAtOnceAndAgain_giveOneSchema() throws Exception {
        Callable<Boolean> migrate = () -> {
            database.migrate();
            return true;
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> migrated :
                    threads.invokeAll(Stream.generate(() -> migrate).limit(3).toList())) {
                assertThat(migrated.get()).isTrue();
            }
        }
        database.migrate();

        assertThat(database.count("flyway_schema_history WHERE success AND version IS NOT NULL"))
                .isEqualTo(Migrations.newest());
        assertThat(database.as(DatabaseRole.CLEAN).answers()).isTrue();
    }

    @Test
    void everyTableAndView_hasAComment() {
        database.migrate();

        assertThat(strings("""
                        SELECT relname FROM pg_class
                        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')
                            AND relname <> 'flyway_schema_history'
                            AND obj_description(oid, 'pg_class') IS NULL
                        """)).isEmpty();
    }

    @Test
    void everyone_mayDoNothing() {
        database.migrate();

        assertThat(strings("""
                        SELECT relname || ' ' || relacl::text FROM pg_class
                        WHERE relnamespace = 'public'::regnamespace AND relacl::text ~ '[{,]='
                        UNION ALL
                        SELECT proname || ' ' || coalesce(proacl::text, 'default') FROM pg_proc
                        WHERE pronamespace = 'public'::regnamespace AND (proacl IS NULL OR proacl::text ~ '[{,]=')
                        UNION ALL
                        SELECT datname || ' ' || coalesce(datacl::text, 'default') FROM pg_database
                        WHERE datname = current_database() AND (datacl IS NULL OR datacl::text ~ '[{,]=')
                        UNION ALL
                        SELECT nspname || ' ' || nspacl::text FROM pg_namespace
                        WHERE nspname = 'public' AND (nspacl IS NULL OR nspacl::text ~ '[{,]=')
                        """)).isEmpty();
    }

    @Test
    void roles_areNoMoreThanLogins() {
        database.migrate();

        assertThat(strings("""
                        SELECT rolname FROM pg_roles
                        WHERE rolname LIKE 'millrace\\_%'
                            AND rolcanlogin
                            AND NOT (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls)
                        ORDER BY rolname
                        """))
                .containsExactly("millrace_clean", "millrace_monitor", "millrace_predict", "millrace_train");
        assertThat(strings("SELECT rolpassword FROM pg_authid WHERE rolname LIKE 'millrace\\_%'"))
                .allMatch(verifier -> verifier.startsWith("SCRAM-SHA-256$"));
    }
}
