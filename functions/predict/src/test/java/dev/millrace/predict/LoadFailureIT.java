package dev.millrace.predict;

import static dev.millrace.predict.SmallModels.IRIS;
import static dev.millrace.predict.SmallModels.SPAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.predict.ServedModel.State;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a replica does when a version does not load. */
class LoadFailureIT {
    private final Rounds rounds = new Rounds();

    @AfterEach
    void close() {
        rounds.close();
    }

    @Test
    void brokenVersion_leavesTheOldOneAnsweringAndIsTriedAgainEverLessOften() {
        Reloader reloader = rounds.reloader(Map.of(), Rounds.PLENTY);
        rounds.publish(SPAM);
        reloader.reload(Set.of());
        rounds.publishBroken();
        for (int second = 0; second < 40; second++) {
            reloader.reload(Set.of());
            rounds.clock.advance(Duration.ofSeconds(1));
        }

        ServedModel spam = reloader.loaded().of(SPAM);
        assertThat(Rounds.serving(reloader)).contains(1);
        assertThat(spam.state()).isEqualTo(State.FALLBACK);
        assertThat(spam.notes()).singleElement().asString().contains("version 2 (champion)", "version 1 (previous)");
        assertThat(spam.lastFailure()).hasValueSatisfying(failure -> {
            assertThat(failure.version()).isEqualTo(2);
            assertThat(failure.attempts()).as("at 0, 5, 15, 35 s").isEqualTo(4);
        });
        assertThat(rounds.meters.scrape())
                .contains("millrace_model_load_failures_total{model=\"spam\",model_version=\"2\"} 4.0");
    }

    @Test
    void goodVersionAfterABrokenOne_answersAndTheFailureIsHistory() {
        Reloader reloader = rounds.reloader(Map.of(), Rounds.PLENTY);
        rounds.publish(SPAM);
        rounds.publishBroken();
        reloader.reload(Set.of());
        rounds.publish(SPAM);
        rounds.registry.moveAlias(SPAM, "previous", 1, "test", "2 is broken");
        reloader.reload(Set.of());

        assertThat(Rounds.serving(reloader)).contains(3);
        assertThat(reloader.loaded().of(SPAM).state()).isEqualTo(State.READY);
        assertThat(reloader.loaded().of(SPAM).lastFailure()).isPresent();
        assertThat(rounds.meters.scrape()).doesNotContain("load_failures_total{");
    }

    @Test
    void freshReplica_whoseChampionIsBroken_takesPrevious() {
        rounds.publish(SPAM);
        rounds.publishBroken();
        Reloader reloader = rounds.reloader(Map.of(), Rounds.PLENTY);
        reloader.reload(Set.of());

        assertThat(Rounds.serving(reloader)).contains(1);
        assertThat(reloader.loaded().of(SPAM).state()).isEqualTo(State.FALLBACK);
    }

    @Test
    void championAndPreviousBroken_theReasonShownIsTheChampions() {
        rounds.publish(SPAM);
        Reloader reloader = rounds.reloader(Map.of(), Rounds.PLENTY);
        reloader.reload(Set.of());
        rounds.publishBroken();
        rounds.publishBroken();
        reloader.reload(Set.of());

        assertThat(rounds.registry.aliases(SPAM)).isEqualTo(Map.of("champion", 3, "previous", 2));
        assertThat(reloader.loaded().of(SPAM).lastFailure())
                .map(LoadFailure::version)
                .contains(3);
    }

    @Test
    void replicaThatAnswers_neverGoesBackToPreviousByItself() {
        rounds.publish(SPAM);
        rounds.publish(SPAM);
        Reloader reloader = rounds.reloader(Map.of(), Rounds.PLENTY);
        reloader.reload(Set.of());
        rounds.registry.moveAlias(SPAM, "champion", 1, "test", "and on");
        rounds.publishBroken();
        reloader.reload(Set.of());

        assertThat(rounds.registry.aliases(SPAM)).containsEntry("previous", 1);
        assertThat(Rounds.serving(reloader)).contains(2);
    }

    @Test
    void bytesChangedSincePublished_areRefused() throws SQLException {
        rounds.publish(SPAM);
        rounds.publish(SPAM);
        rounds.damage("UPDATE model_version SET bytes = bytes || '\\x00' WHERE version = 2");
        Reloader reloader = rounds.reloader(Map.of(), Rounds.PLENTY);
        reloader.reload(Set.of());

        assertThat(Rounds.serving(reloader)).contains(1);
        assertThat(reloader.loaded().of(SPAM).lastFailure())
                .hasValueSatisfying(failure -> assertThat(failure.reason()).startsWith("its bytes have SHA-256 "));
    }

    @Test
    void noticeOfAMovedAlias_triesAgainAtOnce() throws SQLException {
        rounds.publish(SPAM);
        rounds.damage("UPDATE model_version SET sha256 = repeat('0', 64) WHERE version = 1");
        Reloader reloader = rounds.reloader(Map.of(), Rounds.PLENTY);
        reloader.reload(Set.of());
        rounds.damage("UPDATE model_version SET sha256 = encode(sha256(bytes), 'hex') WHERE version = 1");
        reloader.reload(Set.of());
        assertThat(Rounds.serving(reloader)).as("not due yet").isEmpty();

        reloader.reload(Set.of(SPAM));

        assertThat(Rounds.serving(reloader)).contains(1);
    }

    @Test
    void modelWhoseFeaturesWereChanged_isRefusedSayingSo() {
        rounds.publish(IRIS);
        Reloader reloader = rounds.reloader(
                Rounds.irisWith(Map.of("petal_length", FeatureType.NUMERIC, "colour", FeatureType.CATEGORICAL)),
                Map.of(),
                Rounds.PLENTY);
        reloader.reload(Set.of());

        assertThat(reloader.loaded().of(IRIS).state()).isEqualTo(State.WAITING);
        assertThat(reloader.loaded().of(IRIS).whyWaiting())
                .contains("version 1 does not load: it was trained on the features", "colour", "train the model anew");
    }

    @Test
    void versionThatDoesNotFitTheMemoryLimit_isRefused() {
        rounds.publish(SPAM);
        Reloader reloader = rounds.reloader(Map.of(), 1);
        reloader.reload(Set.of());

        assertThat(reloader.loaded().of(SPAM).lastFailure())
                .hasValueSatisfying(
                        failure -> assertThat(failure.reason()).contains("raise millrace.predict.memory-limit"));
    }

    @Test
    void versionLargerThanTheMemoryLimit_isRefusedBeforeItIsFetched() throws SQLException {
        rounds.publish(SPAM);
        rounds.publish(SPAM);
        rounds.damage("UPDATE model_version SET bytes = convert_to(repeat('x', 1000000), 'UTF8') WHERE version = 2");
        Reloader reloader = rounds.reloader(Map.of(), 999_999);
        reloader.reload(Set.of());

        assertThat(Rounds.serving(reloader)).contains(1);
        assertThat(reloader.loaded().of(SPAM).lastFailure())
                .hasValueSatisfying(failure ->
                        assertThat(failure.reason()).startsWith("it has 1000000 bytes, more than the 999999"));
    }

    @Test
    void pinThatIsNotThere_leavesTheChampionAnswering() {
        rounds.publish(SPAM);
        Reloader reloader = rounds.reloader(Map.of(SPAM, 9), Rounds.PLENTY);
        reloader.reload(Set.of());

        assertThat(Rounds.serving(reloader)).contains(1);
        assertThat(reloader.loaded().of(SPAM).notes())
                .containsExactly("version 9 (pinned) is not loaded: version 1 (champion) answers instead");
    }
}
