package dev.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static Settings with(String key, String value) {
        return new Settings(Configuration.load(
                List.of("sample"),
                Map.of("MILLRACE_MODELS_FILE", "models.yml", "millrace.sample." + key, value),
                Map.of()));
    }

    @Test
    void valuesOfEachType_areRead() {
        assertThat(with("port", " 80 ").integer("millrace.sample.port", 0, 65_535))
                .isEqualTo(80);
        assertThat(with("port", "0.5").number("millrace.sample.port", 0, 1)).isEqualTo(0.5);
        assertThat(with("every", "500ms").duration("millrace.sample.every")).isEqualTo(Duration.ofMillis(500));
        assertThat(with("every", "5m").duration("millrace.sample.every")).isEqualTo(Duration.ofMinutes(5));
        assertThat(with("words", "True").flag("millrace.sample.words")).isTrue();
        assertThat(with("words", "a, b,,c ").list("millrace.sample.words")).containsExactly("a", "b", "c");
        assertThat(with("words", "").list("millrace.sample.words")).isEmpty();
        assertThat(with("words", " ").optional("millrace.sample.words")).isEmpty();
        assertThat(with("words", "a/b").path("millrace.sample.words")).hasToString("a/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "65536", "1.5", "99999999999"})
    void wrongNumber_namesKeyVariableValueAndWhatIsExpected(String value) {
        assertThatThrownBy(() -> with("port", value).integer("millrace.sample.port", 0, 65_535))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("millrace.sample.port (MILLRACE_SAMPLE_PORT) is '" + value
                        + "': expected a whole number from 0 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1s", "5", "5 minutes"})
    void wrongDuration_isRefused(String value) {
        assertThatThrownBy(() -> with("every", value).duration("millrace.sample.every"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("millrace.sample.every (MILLRACE_SAMPLE_EVERY)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:1", "kafka-1:9092,kafka-2:9092", " 10.0.0.1:65535 , [::1]:9092"})
    void servers_areTaken(String value) {
        assertThat(with("words", value).servers("millrace.sample.words")).isEqualTo(value.replace(" ", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "localhost", "localhost:0", "localhost:65536", "a b:1", "kafka://a:1", "a:1,b"})
    void serversThatKafkaWouldChokeOn_areRefused(String value) {
        assertThatThrownBy(() -> with("words", value).servers("millrace.sample.words"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("expected host:port");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h/millrace",
                "jdbc:postgresql://a:1,b:2/db?ssl=true",
                "jdbc:postgresql://[::1]:5432/db"
            })
    void databaseUrls_areTaken(String value) {
        assertThat(with("words", value).databaseUrl("millrace.sample.words")).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:5432",
                "postgres://h/db",
                "jdbc:mysql://h/db",
                "jdbc:postgresql://h:port/db",
                "jdbc:postgresql://h"
            })
    void urlsThatTheDriverWouldChokeOn_areRefused(String value) {
        assertThatThrownBy(() -> with("words", value).databaseUrl("millrace.sample.words"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("expected a URL such as jdbc:postgresql://host:5432/millrace");
    }

    @Test
    void emptyValueThatIsNeeded_isRefused() {
        assertThatThrownBy(() -> with("words", "").string("millrace.sample.words"))
                .isInstanceOf(InvalidSetting.class);
    }

    @Test
    void keyThatNoYmlNames_isADefect() {
        assertThatThrownBy(() -> with("words", "").string("millrace.sample.word"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void help_listsEverySettingWithItsDefaultAndComment() {
        assertThat(Help.text("sample", "Greets."))
                .startsWith("Greets.\n")
                .contains(
                        "MILLRACE_SAMPLE_WORDS  [default: none]  millrace.sample.words",
                        "Words that are greeted, between commas.",
                        "MILLRACE_SAMPLE_PORT  [default: 0]  millrace.sample.port",
                        "MILLRACE_MODELS_FILE  [required]  millrace.models-file");
    }
}
