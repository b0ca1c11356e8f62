package dev.millrace.predict;

import static dev.millrace.predict.SmallModels.SPAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.runtime.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Versions that callers have a replica load and let go. */
class RepositoryIT {
    private final Rounds rounds = new Rounds();
    private final long one = SmallModels.classifier(SPAM).memoryBytes();

    @AfterEach
    void close() {
        rounds.close();
    }

    @Test
    void versionThatIsAskedFor_isLoadedUntilItIsLetGo() {
        publishThree();
        try (Held held = new Held(Rounds.PLENTY)) {
            assertThat(held.repository.load("spam", new LoadWish(List.of(1))))
                    .containsEntry("name", "spam")
                    .containsEntry("load", true)
                    .containsEntry("loaded", Map.of("3", "champion", "2", "previous", "1", "held"));
            assertThat(held.repository.unload("spam", Optional.of(1)))
                    .containsEntry("unload", true)
                    .containsEntry("loaded", Map.of("3", "champion", "2", "previous"));
            assertThatThrownBy(() -> held.repository.unload("spam", Optional.of(1)))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("version 1 of model 'spam' is not loaded");
        }
    }

    @Test
    void unloadWithoutAVersion_letsGoOfAllThatWereHeld_andOfNothingElse() {
        publishThree();
        try (Held held = new Held(Rounds.PLENTY)) {
            held.repository.load("spam", new LoadWish(List.of(1, 2)));

            assertThat(held.repository.unload("spam", Optional.empty()))
                    .containsEntry("loaded", Map.of("3", "champion", "2", "previous"));
            assertThat(rounds.held.of(SPAM)).isEmpty();
        }
    }

    @Test
    void versionThatTheRegistryNames_stays() {
        publishThree();
        try (Held held = new Held(Rounds.PLENTY)) {
            held.repository.load("spam", new LoadWish(List.of()));

            assertThatThrownBy(() -> held.repository.unload("spam", Optional.of(3)))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.status()).isEqualTo(400))
                    .hasMessageContaining("is loaded as champion");
        }
    }

    @Test
    void versionThatIsNotThere_isRefusedAndNotHeld() {
        publishThree();
        try (Held held = new Held(Rounds.PLENTY)) {
            assertThatThrownBy(() -> held.repository.load("spam", new LoadWish(List.of(1, 99))))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.status()).isEqualTo(400))
                    .hasMessageContaining("version 99 of model 'spam' does not load: it is not in the registry");
            assertThat(rounds.held.of(SPAM)).isEmpty();
        }
    }

    @Test
    void versionBeyondTheMemoryLimit_isRefusedAndNotHeld() {
        publishThree();
        try (Held held = new Held(one * 5 / 2)) {
            assertThatThrownBy(() -> held.repository.load("spam", new LoadWish(List.of(1))))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.status()).isEqualTo(400))
                    .hasMessageContaining("raise millrace.predict.memory-limit");
            assertThat(rounds.held.of(SPAM)).isEmpty();
            assertThat(held.reloader.loaded().of(SPAM).loaded())
                    .extracting(LoadedVersion::version)
                    .containsExactly(3, 2);
        }
    }

    @Test
    void index_hasWhatIsLoaded_andWhatShouldBe() {
        publishThree();
        rounds.publishBroken();
        try (Held held = new Held(Rounds.PLENTY)) {
            held.repository.load("spam", new LoadWish(List.of(1)));

            assertThat(held.repository.index(false))
                    .anySatisfy(entry -> assertThat(entry)
                            .containsEntry("version", "4")
                            .containsEntry("state", "UNAVAILABLE")
                            .containsEntry("name", "spam"))
                    .anySatisfy(entry -> assertThat(entry)
                            .containsEntry("version", "1")
                            .containsEntry("state", "READY")
                            .containsEntry("reason", "held"))
                    .anySatisfy(entry -> assertThat(entry)
                            .containsEntry("name", "iris")
                            .containsEntry("state", "UNAVAILABLE")
                            .doesNotContainKey("version"));
            assertThat(held.repository.index(true))
                    .extracting(entry -> entry.get("state"))
                    .hasSize(2)
                    .containsOnly("READY");
        }
    }

    @Test
    void modelThatIsNotThere_isUnknown() {
        try (Held held = new Held(Rounds.PLENTY)) {
            assertThatThrownBy(() -> held.repository.load("nope", new LoadWish(List.of())))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.status()).isEqualTo(404));
            assertThatThrownBy(() -> held.repository.load("spam", new LoadWish(List.of())))
                    .as("has no version yet")
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.status()).isEqualTo(503));
        }
    }

    private void publishThree() {
        for (int version = 1; version <= 3; version++) {
            rounds.publish(SPAM);
        }
    }

    /** A repository with the thread that does its rounds. */
    private final class Held implements AutoCloseable {
        private final Reloader reloader;
        private final ReloadLoop loop;
        private final Repository repository;

        Held(long memoryLimit) {
            reloader = rounds.reloader(Map.of(), memoryLimit);
            loop = new ReloadLoop(reloader, Duration.ofMinutes(1));
            loop.start();
            Versions versions = new Versions(SmallModels.MODELS, reloader::loaded);
            repository = new Repository(versions, reloader::loaded, rounds.held, loop);
        }

        @Override
        public void close() {
            loop.close();
        }
    }
}
