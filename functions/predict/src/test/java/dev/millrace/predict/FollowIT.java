package dev.millrace.predict;

import static dev.millrace.predict.SmallModels.IRIS;
import static dev.millrace.predict.SmallModels.SPAM;
import static dev.millrace.testkit.Until.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.ModelName;
import dev.millrace.store.Database;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.Registry;
import dev.millrace.testkit.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A whole replica that follows the registry, by notices, by polling, and without a database. */
class FollowIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Map<String, Object> BY_NOTICE_ONLY = Map.of("millrace.predict.poll", "1h");

    private final TestDatabase database = TestDatabase.fresh();
    private final Database asTrain = database.open(DatabaseRole.TRAIN);
    private final Registry registry = new Registry(asTrain);

    @AfterEach
    void close() {
        asTrain.close();
    }

    @Test
    void publishedVersion_answersWithinASecond_andARollbackToo() {
        publish(SPAM);
        try (Replica replica = Replica.start(database, BY_NOTICE_ONLY)) {
            until("version 1 answers", SOON, () -> replica.answers(SPAM, 1));
            publish(SPAM);
            until("version 2 answers", Duration.ofSeconds(1), () -> replica.answers(SPAM, 2));
            registry.rollback(SPAM, "test", "back");
            until("version 1 answers again", Duration.ofSeconds(1), () -> replica.answers(SPAM, 1));
        }
    }

    @Test
    void lostNotice_isMadeUpForByPolling() throws Exception {
        publish(SPAM);
        publish(SPAM);
        try (Replica replica = Replica.start(database, Map.of("millrace.predict.poll", "100ms"))) {
            until("version 2 answers", SOON, () -> replica.answers(SPAM, 2));
            try (var connection = DriverManager.getConnection(
                            database.url(), database.ownerUser(), database.ownerPassword());
                    var statement = connection.createStatement()) {
                statement.execute("UPDATE model_alias SET version = 1 WHERE alias = 'champion'");
            }
            until("version 1 answers", SOON, () -> replica.answers(SPAM, 1));
        }
    }

    @Test
    void withoutAnyVersion_readyAndSaysHowToMakeOne() {
        try (Replica replica = Replica.start(database, Map.of())) {
            until("ready", SOON, replica::isReady);

            var answer = replica.predict(Replica.MAIL);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("5");
            assertThat(answer.body())
                    .contains("\"code\":\"no-model-version\"", "no version of model 'spam' exists yet: POST /train");
            assertThat(replica.get("/models").body()).contains("\"state\":\"WAITING\"");
        }
    }

    @Test
    void brokenChampion_showsInModelsAndMetrics() {
        publish(SPAM);
        SmallModels.publishBroken(registry);
        try (Replica replica = Replica.start(database, Map.of())) {
            until("ready", SOON, replica::isReady);

            assertThat(replica.answers(SPAM, 1)).isTrue();
            assertThat(replica.get("/models").body())
                    .contains("\"state\":\"FALLBACK\"", "\"last_failure\":{\"version\":\"2\"");
            assertThat(replica.get("/metrics").body())
                    .contains("millrace_model_load_failures_total{model=\"spam\",model_version=\"2\"}");
        }
    }

    @Test
    void databaseThatComesAndGoes_onlyDelaysNewVersions() throws IOException {
        publish(SPAM);
        publish(IRIS);
        URI real = URI.create(database.url().substring("jdbc:".length()));
        try (Doorway doorway = new Doorway(real.getPort());
                Replica replica = Replica.start(
                        database,
                        Map.of(
                                "MILLRACE_DATABASE_URL",
                                "jdbc:postgresql://127.0.0.1:" + doorway.port() + real.getPath()))) {
            until(
                    "waits for the database",
                    SOON,
                    () -> replica.get("/health/ready")
                            .body()
                            .contains("the registry was not read yet: the database does not answer"));
            assertThat(replica.predict(Replica.MAIL).statusCode()).isEqualTo(503);
            assertThat(replica.get("/health/live").statusCode()).isEqualTo(200);

            doorway.open();
            until("ready", SOON, replica::isReady);
            assertThat(replica.answers(SPAM, 1)).isTrue();

            doorway.shut();
            until("the outage shows", SOON, () -> replica.get("/models").body().contains("\"trouble\""));
            assertThat(replica.answers(SPAM, 1)).isTrue();
            assertThat(replica.isReady()).isTrue();

            publish(SPAM);
            doorway.open();
            until("version 2 answers", SOON, () -> replica.answers(SPAM, 2));
        }
    }

    private void publish(ModelName model) {
        SmallModels.publish(registry, model);
    }
}
