package dev.millrace.predict;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.InvalidInput;
import dev.millrace.document.JsonObject;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadWishTest {

    @Test
    void nothingSaid_isALookAtTheRegistry() {
        assertThat(LoadWish.of(Optional.empty(), Optional.empty()).versions()).isEmpty();
        assertThat(wish("{}").versions()).isEmpty();
        assertThat(wish("{\"parameters\": {\"priority\": 1}}").versions()).isEmpty();
        assertThat(wish("{\"parameters\": {\"config\": \"{\\\"max_batch_size\\\": 8}\"}}")
                        .versions())
                .isEmpty();
    }

    @Test
    void versionOfTheQuery_goesBeforeTheConfiguration() {
        assertThat(LoadWish.of(Optional.of(json(config("[1, 2]"))), Optional.of("3"))
                        .versions())
                .containsExactly(3);
    }

    @Test
    void tritonsVersionPolicy_isUnderstood() {
        assertThat(wish(config("[1, 2]")).versions()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "", "1.5", "01", "+1", "1 ", "champion", "1000000000", "\u0661"})
    void otherThanTheNumberOfAVersion_isRefused(String version) {
        assertThatThrownBy(() -> LoadWish.number(version))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("version is '");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0]", "[-1]", "[1.5]", "[1000000000]", "[\\\"1\\\"]", "[null]", "1"})
    void unsoundVersionPolicy_isRefused(String versions) {
        assertThatThrownBy(() -> wish(config(versions)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("version_policy.specific.versions");
    }

    /** Each is looked up in the registry: 100,000 kept the reloading thread busy for minutes. */
    @Test
    void moreVersionsThanOneCallMayLoad_areRefused() {
        String many = IntStream.rangeClosed(1, 17).mapToObj(Integer::toString).collect(Collectors.joining(","));

        assertThatThrownBy(() -> wish(config("[" + many + "]")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("holds 17: expected at most 16");
    }

    @Test
    void modelSentAlong_isRefused() {
        assertThatThrownBy(() -> wish("{\"parameters\": {\"file:1/model.bin\": \"eA==\"}}"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("models come from the registry");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"parameters\": []}",
                "{\"parameters\": {\"config\": 1}}",
                "{\"parameters\": {\"config\": \"\"}}",
                "{\"parameters\": {\"config\": \"[]\"}}",
                "{\"parameters\": {\"config\": \"{\\\"version_policy\\\": 1}\"}}",
                "{\"parameters\": {\"config\": \"{\\\"version_policy\\\": {\\\"specific\\\": []}}\"}}"
            })
    void unsoundBody_isRefused(String body) {
        assertThatThrownBy(() -> wish(body)).isInstanceOf(InvalidInput.class);
    }

    private static String config(String versions) {
        return "{\"parameters\": {\"config\": \"{\\\"version_policy\\\": {\\\"specific\\\": {\\\"versions\\\": "
                + versions + "}}}\"}}";
    }

    private static LoadWish wish(String body) {
        return LoadWish.of(Optional.of(json(body)), Optional.empty());
    }

    private static JsonObject json(String body) {
        return JsonObject.parse(body.getBytes(UTF_8));
    }
}
