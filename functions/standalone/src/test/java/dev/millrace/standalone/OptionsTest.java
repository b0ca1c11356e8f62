package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void noOption_isTheDefault() {
        Options options = Options.parse(List.of());
        assertThat(options.port()).isEqualTo(8000);
        assertThat(options.host()).isEqualTo("127.0.0.1");
        assertThat(options.data()).isEmpty();
        assertThat(options.once()).isFalse();
    }

    @Test
    void once_takesAnyFreePortUnlessOneIsGiven() {
        assertThat(Options.parse(List.of("--once")).port()).isZero();
        assertThat(Options.parse(List.of("--once", "--port", "8001")).port()).isEqualTo(8001);
    }

    @Test
    void allOptions_areRead() {
        Options options = Options.parse(List.of("--data", "/d", "--models", "m.yml", "--host", "0.0.0.0", "--empty"));
        assertThat(options.data()).contains(Path.of("/d"));
        assertThat(options.models()).contains(Path.of("m.yml"));
        assertThat(options.host()).isEqualTo("0.0.0.0");
        assertThat(options.empty()).isTrue();
        Options watched = Options.parse(List.of("--observe", "prometheus", "--traces", "http://localhost:4318"));
        assertThat(watched.observe()).contains(Path.of("prometheus"));
        assertThat(watched.traces()).contains("http://localhost:4318");
    }

    @Test
    void whatIsUnclear_isRefusedWithTheOption() {
        assertRefused("'--prot'", "--prot", "80");
        assertRefused("--port needs a value", "--port");
        assertRefused("--port is 'x'", "--port", "x");
        assertRefused("--port is '70000'", "--port", "70000");
        assertRefused("--json belongs to --once", "--json");
        assertRefused("--once needs the samples", "--once", "--empty");
    }

    @Test
    void dataOfAUser_liesWhereTheSystemKeepsIt() {
        Map<String, String> xdg = Map.of("XDG_DATA_HOME", "/x");
        assertThat(DataFolder.ofUser("Linux", xdg, "/h")).isEqualTo(Path.of("/x/millrace"));
        assertThat(DataFolder.ofUser("Linux", Map.of(), "/h")).isEqualTo(Path.of("/h/.local/share/millrace"));
        assertThat(DataFolder.ofUser("Mac OS X", xdg, "/Users/a"))
                .isEqualTo(Path.of("/Users/a/Library/Application Support/Millrace"));
    }

    private static void assertRefused(String says, String... words) {
        assertThatThrownBy(() -> Options.parse(List.of(words)))
                .isInstanceOf(Options.UsageException.class)
                .hasMessageContaining(says);
    }
}
