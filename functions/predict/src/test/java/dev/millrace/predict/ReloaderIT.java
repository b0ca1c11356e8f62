package dev.millrace.predict;

import static dev.millrace.predict.SmallModels.IRIS;
import static dev.millrace.predict.SmallModels.SPAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.classifier.Classifier;
import dev.millrace.document.Models;
import dev.millrace.predict.ServedModel.State;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a replica loads, by its rounds; {@link FollowIT} has the threads and the notices. */
class ReloaderIT {
    private final Rounds rounds = new Rounds();

    @AfterEach
    void close() {
        rounds.close();
    }

    @Test
    void promotedVersion_answersAndThePreviousOneIsKept() {
        Reloader reloader = rounds.reloader(Map.of(), Rounds.PLENTY);
        rounds.publish(SPAM);
        reloader.reload(Set.of());
        rounds.publish(SPAM);
        reloader.reload(Set.of());

        ServedModel spam = reloader.loaded().of(SPAM);
        assertThat(spam.state()).isEqualTo(State.READY);
        assertThat(Rounds.serving(reloader)).contains(2);
        assertThat(spam.spares()).extracting(LoadedVersion::version).containsExactly(1);
        assertThat(reloader.loaded().of(IRIS).state()).isEqualTo(State.WAITING);
    }

    @Test
    void rejectedVersion_isNotLoaded() {
        Reloader reloader = rounds.reloader(Map.of(), Rounds.PLENTY);
        rounds.publish(SPAM);
        SmallModels.publish(rounds.registry, SPAM, SmallModels.bytes(SPAM), false);
        reloader.reload(Set.of());

        assertThat(Rounds.serving(reloader)).contains(1);
        assertThat(reloader.loaded().of(SPAM).spares()).isEmpty();
    }

    @Test
    void versionThatTheAliasesNameNoLonger_isLetGoWithItsSeries() {
        Reloader reloader = rounds.reloader(Map.of(), Rounds.PLENTY);
        for (int version = 1; version <= 3; version++) {
            rounds.publish(SPAM);
            reloader.reload(Set.of());
        }

        assertThat(reloader.loaded().of(SPAM).loaded())
                .extracting(LoadedVersion::version)
                .containsExactly(3, 2);
        assertThat(rounds.meters.scrape())
                .contains("ml_predictions_total{label=\"ham\",model=\"spam\",model_version=\"3\"} 0.0")
                .contains("ml_model_accuracy{model=\"spam\",model_version=\"2\"} 0.9")
                .contains("millrace_model_loaded_version{model=\"spam\"} 3.0")
                .contains("millrace_model_loaded_version{model=\"iris\"} 0.0")
                .contains("millrace_model_reloads_total{model=\"spam\"} 3.0")
                .contains("millrace_model_load_seconds_count{model=\"spam\"} 3")
                .doesNotContain("model_version=\"1\"");
    }

    @Test
    void pinnedVersion_answersAndTheChampionIsReady() {
        rounds.publish(SPAM);
        rounds.publish(SPAM);
        rounds.publish(SPAM);
        Reloader reloader = rounds.reloader(Map.of(SPAM, 1), Rounds.PLENTY);
        reloader.reload(Set.of());

        assertThat(Rounds.serving(reloader)).contains(1);
        assertThat(reloader.loaded().of(SPAM).state()).isEqualTo(State.READY);
        assertThat(reloader.loaded().of(SPAM).spares())
                .extracting(LoadedVersion::version)
                .containsExactlyInAnyOrder(2, 3);
    }

    @Test
    void memoryLimit_leavesOutPreviousAndSaysSo() {
        rounds.publish(SPAM);
        rounds.publish(SPAM);
        Classifier one = SmallModels.classifier(SPAM);
        Reloader reloader = rounds.reloader(Map.of(), one.memoryBytes() * 3 / 2);
        reloader.reload(Set.of());
        reloader.reload(Set.of());

        ServedModel spam = reloader.loaded().of(SPAM);
        assertThat(Rounds.serving(reloader)).contains(2);
        assertThat(spam.spares()).isEmpty();
        assertThat(spam.notes()).containsExactly("version 1 (previous) is left out: the memory limit is reached");
        assertThat(rounds.meters.scrape())
                .as("and does not try again")
                .contains("load_seconds_count{model=\"spam\"} 2");
    }

    @Test
    void modelThatIsNotInTheModelsFile_isIgnored() {
        rounds.publish(SPAM);
        rounds.publish(IRIS);
        Reloader reloader = rounds.reloader(new Models(List.of(SmallModels.definition(SPAM))), Map.of(), Rounds.PLENTY);
        reloader.reload(Set.of(IRIS));

        assertThat(reloader.loaded().models()).containsOnlyKeys(SPAM);
    }

    @Test
    void heldVersion_isLoadedButAnswersOnlyByItsName_andIsLetGoWhenReleased() {
        Reloader reloader = rounds.reloader(Map.of(), Rounds.PLENTY);
        publishThree(reloader);
        rounds.held.hold(SPAM, 1);
        reloader.reload(Set.of());

        ServedModel spam = reloader.loaded().of(SPAM);
        assertThat(Rounds.serving(reloader)).contains(3);
        assertThat(spam.find("1")).isPresent();
        assertThat(spam.aliases().nameOf(1)).isEqualTo("held");

        rounds.held.release(SPAM, 1);
        reloader.reload(Set.of());

        assertThat(reloader.loaded().of(SPAM).find("1")).isEmpty();
        assertThat(rounds.meters.scrape()).doesNotContain("model_version=\"1\"");
    }

    @Test
    void heldVersionOfAModelWithoutChampion_neverAnswersByItself() {
        SmallModels.publish(rounds.registry, SPAM, SmallModels.bytes(SPAM), false);
        rounds.held.hold(SPAM, 1);
        Reloader reloader = rounds.reloader(Map.of(), Rounds.PLENTY);
        reloader.reload(Set.of());

        assertThat(Rounds.serving(reloader)).isEmpty();
        assertThat(reloader.loaded().of(SPAM).state()).isEqualTo(State.WAITING);
        assertThat(reloader.loaded().of(SPAM).find("1")).isPresent();
    }

    @Test
    void heldVersions_areDroppedFirstAtTheMemoryLimit_andOnlyOneTooManyIsEverLoaded() {
        long one = SmallModels.classifier(SPAM).memoryBytes();
        Reloader reloader = rounds.reloader(Map.of(), one * 5 / 2);
        publishThree(reloader);
        rounds.publish(SPAM);
        reloader.reload(Set.of());
        rounds.held.hold(SPAM, 1);
        rounds.held.hold(SPAM, 2);
        reloader.reload(Set.of());

        ServedModel spam = reloader.loaded().of(SPAM);
        assertThat(spam.loaded()).extracting(LoadedVersion::version).containsExactly(4, 3);
        assertThat(spam.notes())
                .containsExactly(
                        "version 1 (held) is left out: the memory limit is reached",
                        "version 2 (held) is left out: the memory limit is reached");
        assertThat(rounds.meters.scrape())
                .as("the second was not even tried")
                .contains("load_seconds_count{model=\"spam\"} 5");
    }

    @Test
    void heldVersionThatDoesNotLoad_isNotTheModelsLastFailure() {
        Reloader reloader = rounds.reloader(Map.of(), Rounds.PLENTY);
        rounds.publish(SPAM);
        rounds.held.hold(SPAM, 99);
        reloader.reload(Set.of());

        ServedModel spam = reloader.loaded().of(SPAM);
        assertThat(spam.state()).isEqualTo(State.READY);
        assertThat(spam.lastFailure()).isEmpty();
        assertThat(spam.failures().values())
                .extracting(LoadFailure::reason)
                .containsExactly("it is not in the registry");

        rounds.held.release(SPAM, 99);
        reloader.reload(Set.of());

        assertThat(reloader.loaded().of(SPAM).failures()).isEmpty();
        assertThat(rounds.meters.scrape()).doesNotContain("model_version=\"99\"");
    }

    private void publishThree(Reloader reloader) {
        for (int version = 1; version <= 3; version++) {
            rounds.publish(SPAM);
            reloader.reload(Set.of());
        }
    }
}
