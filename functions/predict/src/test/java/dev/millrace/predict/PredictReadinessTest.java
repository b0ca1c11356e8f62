package dev.millrace.predict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PredictReadinessTest {
    private static final Optional<Integer> NO = Optional.empty();

    private final AtomicReference<LoadedModels> loaded = new AtomicReference<>(models(NO, Optional.empty(), false));
    private final PredictReadiness readiness = new PredictReadiness(loaded::get);

    @Test
    void beforeTheRegistryWasRead_notReady() {
        assertThat(readiness.notReady()).contains("the registry was not read yet");
    }

    @Test
    void modelWithoutAnyVersion_doesNotHoldItUp() {
        loaded.set(models(NO, Optional.empty(), true));

        assertThat(readiness.notReady()).isEmpty();
    }

    @Test
    void championThatDoesNotAnswer_holdsItUp() {
        loaded.set(models(Optional.of(2), Optional.empty(), true));

        assertThat(readiness.notReady())
                .hasValueSatisfying(why -> assertThat(why).contains("model 'spam'"));
    }

    @Test
    void previousInItsPlace_isReady() {
        loaded.set(models(Optional.of(2), Optional.of(1), true));

        assertThat(readiness.notReady()).isEmpty();
    }

    @Test
    void anotherThanThePinnedVersion_holdsItUp() {
        loaded.set(models(Optional.of(3), Optional.of(2), Optional.of(2), true));

        assertThat(readiness.notReady())
                .hasValueSatisfying(why -> assertThat(why).contains("version 3 of model 'spam'"));
    }

    @Test
    void pinnedVersion_isReady() {
        loaded.set(models(Optional.of(3), Optional.of(2), Optional.of(3), true));

        assertThat(readiness.notReady()).isEmpty();
    }

    @Test
    void onceReady_aBrokenFirstVersionOfAModelDoesNotTakeItBack() {
        loaded.set(models(NO, Optional.empty(), true));
        assertThat(readiness.notReady()).isEmpty();
        loaded.set(models(Optional.of(1), Optional.empty(), true));

        assertThat(readiness.notReady()).isEmpty();
    }

    private static LoadedModels models(Optional<Integer> champion, Optional<Integer> serving, boolean read) {
        return models(NO, champion, serving, read);
    }

    private static LoadedModels models(
            Optional<Integer> pin, Optional<Integer> champion, Optional<Integer> serving, boolean read) {
        ServedModel spam = new ServedModel(
                SmallModels.definition(SmallModels.SPAM),
                new Aliases(pin, champion, NO, new TreeSet<>()),
                serving.map(version -> SmallModels.loaded(SmallModels.SPAM, version)),
                List.of(),
                Optional.empty(),
                Map.of(),
                List.of());
        return new LoadedModels(
                Map.of(SmallModels.SPAM, spam), read ? Optional.of(Instant.EPOCH) : Optional.empty(), Optional.empty());
    }
}
