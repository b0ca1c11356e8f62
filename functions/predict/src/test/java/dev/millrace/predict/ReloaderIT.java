package dev.millrace.predict;

import static dev.millrace.predict.SmallModels.IRIS;
import static dev.millrace.predict.SmallModels.SPAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.classifier.Classifier;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.predict.ServedModel.State;
import dev.millrace.store.Database;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.Registry;
import dev.millrace.testkit.TestDatabase;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a replica loads, by its rounds; {@link FollowIT} has the threads and the notices. */
class ReloaderIT {
    private static final long PLENTY = 1L << 30;

    private final TestDatabase database = TestDatabase.fresh();
    private final Database asTrain = database.open(DatabaseRole.TRAIN);
    private final Database asPredict = database.open(DatabaseRole.PREDICT);
    private final Registry registry = new Registry(asTrain);
    private final SettableClock clock = new SettableClock();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @AfterEach
    void close() {
        asTrain.close();
        asPredict.close();
    }

    @Test
    void promotedVersion_answersAndThePreviousOneIsKept() {
        Reloader reloader = reloader(Map.of(), PLENTY);
        publish(SPAM);
        reloader.reload(Set.of());
        publish(SPAM);
        reloader.reload(Set.of());

        ServedModel spam = reloader.loaded().of(SPAM);
        assertThat(spam.state()).isEqualTo(State.READY);
        assertThat(serving(reloader)).contains(2);
        assertThat(spam.spares()).extracting(LoadedVersion::version).containsExactly(1);
        assertThat(reloader.loaded().of(IRIS).state()).isEqualTo(State.WAITING);
    }

    @Test
    void rejectedVersion_isNotLoaded() {
        Reloader reloader = reloader(Map.of(), PLENTY);
        publish(SPAM);
        registry.publish(SmallModels.version(SPAM), false, "test", "rejected");
        reloader.reload(Set.of());

        assertThat(serving(reloader)).contains(1);
        assertThat(reloader.loaded().of(SPAM).spares()).isEmpty();
    }

    @Test
    void versionThatTheAliasesNameNoLonger_isLetGoWithItsSeries() {
        Reloader reloader = reloader(Map.of(), PLENTY);
        for (int version = 1; version <= 3; version++) {
            publish(SPAM);
            reloader.reload(Set.of());
        }

        assertThat(reloader.loaded().of(SPAM).loaded())
                .extracting(LoadedVersion::version)
                .containsExactly(3, 2);
        assertThat(meters.scrape())
                .contains("ml_predictions_total{label=\"ham\",model=\"spam\",model_version=\"3\"} 0.0")
                .contains("ml_model_accuracy{model=\"spam\",model_version=\"2\"} 0.9")
                .contains("millrace_model_loaded_version{model=\"spam\"} 3.0")
                .contains("millrace_model_loaded_version{model=\"iris\"} 0.0")
                .contains("millrace_model_reloads_total{model=\"spam\"} 3.0")
                .contains("millrace_model_load_seconds_count{model=\"spam\"} 3")
                .doesNotContain("model_version=\"1\"");
    }

    @Test
    void brokenVersion_leavesTheOldOneAnsweringAndIsTriedAgainEverLessOften() {
        Reloader reloader = reloader(Map.of(), PLENTY);
        publish(SPAM);
        reloader.reload(Set.of());
        publishBroken();
        for (int second = 0; second < 40; second++) {
            reloader.reload(Set.of());
            clock.advance(Duration.ofSeconds(1));
        }

        ServedModel spam = reloader.loaded().of(SPAM);
        assertThat(serving(reloader)).contains(1);
        assertThat(spam.state()).isEqualTo(State.FALLBACK);
        assertThat(spam.notes()).singleElement().asString().contains("version 2 (champion)", "version 1 (previous)");
        assertThat(spam.lastFailure()).hasValueSatisfying(failure -> {
            assertThat(failure.version()).isEqualTo(2);
            assertThat(failure.attempts()).as("at 0, 5, 15, 35 s").isEqualTo(4);
        });
        assertThat(meters.scrape())
                .contains("millrace_model_load_failures_total{model=\"spam\",model_version=\"2\"} 4.0");
    }

    @Test
    void goodVersionAfterABrokenOne_answersAndTheFailureIsHistory() {
        Reloader reloader = reloader(Map.of(), PLENTY);
        publish(SPAM);
        publishBroken();
        reloader.reload(Set.of());
        publish(SPAM);
        registry.moveAlias(SPAM, "previous", 1, "test", "2 is broken");
        reloader.reload(Set.of());

        assertThat(serving(reloader)).contains(3);
        assertThat(reloader.loaded().of(SPAM).state()).isEqualTo(State.READY);
        assertThat(reloader.loaded().of(SPAM).lastFailure()).isPresent();
        assertThat(meters.scrape()).doesNotContain("load_failures_total{");
    }

    @Test
    void freshReplica_whoseChampionIsBroken_takesPrevious() {
        publish(SPAM);
        publishBroken();
        Reloader reloader = reloader(Map.of(), PLENTY);
        reloader.reload(Set.of());

        assertThat(serving(reloader)).contains(1);
        assertThat(reloader.loaded().of(SPAM).state()).isEqualTo(State.FALLBACK);
    }

    @Test
    void replicaThatAnswers_neverGoesBackToPreviousByItself() {
        publish(SPAM);
        publish(SPAM);
        Reloader reloader = reloader(Map.of(), PLENTY);
        reloader.reload(Set.of());
        registry.moveAlias(SPAM, "champion", 1, "test", "and on");
        publishBroken();
        reloader.reload(Set.of());

        assertThat(registry.aliases(SPAM)).containsEntry("previous", 1);
        assertThat(serving(reloader)).contains(2);
    }

    @Test
    void bytesChangedSincePublished_areRefused() throws SQLException {
        publish(SPAM);
        publish(SPAM);
        damage("UPDATE model_version SET bytes = bytes || '\\x00' WHERE version = 2");
        Reloader reloader = reloader(Map.of(), PLENTY);
        reloader.reload(Set.of());

        assertThat(serving(reloader)).contains(1);
        assertThat(reloader.loaded().of(SPAM).lastFailure())
                .hasValueSatisfying(failure -> assertThat(failure.reason()).startsWith("its bytes have SHA-256 "));
    }

    @Test
    void noticeOfAMovedAlias_triesAgainAtOnce() throws SQLException {
        publish(SPAM);
        damage("UPDATE model_version SET sha256 = repeat('0', 64) WHERE version = 1");
        Reloader reloader = reloader(Map.of(), PLENTY);
        reloader.reload(Set.of());
        damage("UPDATE model_version SET sha256 = encode(sha256(bytes), 'hex') WHERE version = 1");
        reloader.reload(Set.of());
        assertThat(serving(reloader)).as("not due yet").isEmpty();

        reloader.reload(Set.of(SPAM));

        assertThat(serving(reloader)).contains(1);
    }

    @Test
    void pinnedVersion_answersAndTheChampionIsReady() {
        publish(SPAM);
        publish(SPAM);
        publish(SPAM);
        Reloader reloader = reloader(Map.of(SPAM, 1), PLENTY);
        reloader.reload(Set.of());

        assertThat(serving(reloader)).contains(1);
        assertThat(reloader.loaded().of(SPAM).state()).isEqualTo(State.READY);
        assertThat(reloader.loaded().of(SPAM).spares())
                .extracting(LoadedVersion::version)
                .containsExactlyInAnyOrder(2, 3);
    }

    @Test
    void pinThatIsNotThere_leavesTheChampionAnswering() {
        publish(SPAM);
        Reloader reloader = reloader(Map.of(SPAM, 9), PLENTY);
        reloader.reload(Set.of());

        assertThat(serving(reloader)).contains(1);
        assertThat(reloader.loaded().of(SPAM).notes())
                .containsExactly("version 9 (pinned) is not loaded: version 1 (champion) answers instead");
    }

    @Test
    void memoryLimit_leavesOutPreviousAndSaysSo() {
        publish(SPAM);
        publish(SPAM);
        Classifier one = SmallModels.classifier(SPAM);
        Reloader reloader = reloader(Map.of(), one.memoryBytes() * 3 / 2);
        reloader.reload(Set.of());
        reloader.reload(Set.of());

        ServedModel spam = reloader.loaded().of(SPAM);
        assertThat(serving(reloader)).contains(2);
        assertThat(spam.spares()).isEmpty();
        assertThat(spam.notes()).containsExactly("version 1 (previous) is left out: the memory limit is reached");
        assertThat(meters.scrape()).as("and does not try again").contains("load_seconds_count{model=\"spam\"} 2");
    }

    @Test
    void versionThatDoesNotFitTheMemoryLimit_isRefused() {
        publish(SPAM);
        Reloader reloader = reloader(Map.of(), 1);
        reloader.reload(Set.of());

        assertThat(reloader.loaded().of(SPAM).lastFailure())
                .hasValueSatisfying(
                        failure -> assertThat(failure.reason()).contains("raise millrace.predict.memory-limit"));
    }

    @Test
    void modelWhoseFeaturesWereChanged_isRefusedSayingSo() {
        publish(IRIS);
        Reloader reloader = reloader(
                irisWith(Map.of("petal_length", FeatureType.NUMERIC, "colour", FeatureType.CATEGORICAL)),
                Map.of(),
                PLENTY);
        reloader.reload(Set.of());

        assertThat(reloader.loaded().of(IRIS).state()).isEqualTo(State.WAITING);
        assertThat(reloader.loaded().of(IRIS).whyWaiting())
                .contains("version 1 does not load: it was trained on the features", "colour", "train the model anew");
    }

    @Test
    void modelThatIsNotInTheModelsFile_isIgnored() {
        publish(SPAM);
        publish(IRIS);
        Reloader reloader = reloader(new Models(List.of(SmallModels.definition(SPAM))), Map.of(), PLENTY);
        reloader.reload(Set.of(IRIS));

        assertThat(reloader.loaded().models()).containsOnlyKeys(SPAM);
    }

    private void publish(ModelName model) {
        registry.publish(SmallModels.version(model), true, "test", "promoted");
    }

    private void publishBroken() {
        byte[] broken = SmallModels.bytes(SPAM);
        broken[broken.length / 2] ^= 1;
        registry.publish(SmallModels.version(SPAM, broken), true, "test", "promoted, though broken");
    }

    /** Changes what the registry keeps from changing, as a failing disk does. */
    private void damage(String sql) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(database.url(), database.ownerUser(), database.ownerPassword());
                var statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            statement.execute("ALTER TABLE model_version DROP CONSTRAINT IF EXISTS model_version_sha256_matches");
            statement.execute(sql);
        }
    }

    private static Optional<Integer> serving(Reloader reloader) {
        return reloader.loaded().of(SPAM).serving().map(LoadedVersion::version);
    }

    private Reloader reloader(Map<ModelName, Integer> pins, long memoryLimit) {
        return reloader(SmallModels.MODELS, pins, memoryLimit);
    }

    private Reloader reloader(Models models, Map<ModelName, Integer> pins, long memoryLimit) {
        PredictSettings settings = new PredictSettings(
                database.settings(DatabaseRole.PREDICT), Duration.ofSeconds(2), pins, memoryLimit, 1, 1, 1);
        return new Reloader(models, new Registry(asPredict), settings, new PredictMetrics(meters), clock);
    }

    private static Models irisWith(Map<String, FeatureType> features) {
        ModelDefinition iris = SmallModels.definition(IRIS);
        return new Models(List.of(new ModelDefinition(
                iris.name(),
                iris.kind(),
                iris.byDefault(),
                iris.labels(),
                features,
                iris.textLimit(),
                iris.trainer(),
                iris.schedule(),
                iris.gate())));
    }
}
