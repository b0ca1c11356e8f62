package dev.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>(Map.of("MILLRACE_MODELS_FILE", "models.yml"));

    private Configuration load() {
        return load(Map.of());
    }

    private Configuration load(Map<String, Object> properties) {
        return Configuration.load(List.of("sample"), properties, environment);
    }

    @Test
    void nothingSet_givesTheDefaultsOfTheYml() {
        assertThat(load().values())
                .containsEntry("millrace.sample.port", "0")
                .containsEntry("millrace.sample.words", "")
                .containsEntry("millrace.sample.every", "2s")
                .containsEntry("millrace.models-file", "models.yml")
                .containsEntry("millrace.runtime.host", "0.0.0.0")
                .containsEntry("millrace.runtime.drain-delay", "2s")
                .containsEntry("millrace.runtime.secrets", "/run/secrets")
                .containsEntry("millrace.runtime.log", "auto")
                .containsEntry("millrace.runtime.log-level", "info")
                .containsEntry("millrace.runtime.traces", "off")
                .containsEntry("millrace.runtime.traces-share", "1")
                .hasSize(12);
    }

    @Test
    void variableIsSet_goesBeforeTheDefault() {
        environment.put("MILLRACE_SAMPLE_EVERY", "5s");

        assertThat(load().value("millrace.sample.every")).isEqualTo("5s");
    }

    @Test
    void variableIsEmpty_isAsGoodAsNotSet() {
        environment.put("MILLRACE_SAMPLE_EVERY", "");

        assertThat(load().value("millrace.sample.every")).isEqualTo("2s");
    }

    @Test
    void propertyIsGiven_goesBeforeTheEnvironment() {
        environment.put("MILLRACE_SAMPLE_EVERY", "5s");
        environment.put("MILLRACE_SAMPLE_PORT", "80");

        Configuration configuration = load(Map.of("millrace.sample.every", "9s", "MILLRACE_SAMPLE_PORT", 90));

        assertThat(configuration.value("millrace.sample.every")).isEqualTo("9s");
        assertThat(configuration.value("millrace.sample.port")).isEqualTo("90");
    }

    @Test
    void requiredVariableIsMissing_isNamedWithItsKey() {
        environment.clear();

        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidSetting.class)
                .hasMessage(
                        "millrace.models-file is missing: set MILLRACE_MODELS_FILE, or MILLRACE_MODELS_FILE_FILE to the"
                                + " path of a file that holds it");
    }

    @Test
    void secretInAFile_isReadWithoutItsLineBreak() throws IOException {
        Path file = Files.writeString(folder.resolve("any-name"), "s3cret$1\\\n");
        environment.put("MILLRACE_SAMPLE_PASSWORD_FILE", file.toString());

        assertThat(load().value("millrace.sample.password")).isEqualTo("s3cret$1\\");
    }

    @Test
    void secretInTheSecretsFolder_isFoundByItsName() throws IOException {
        Files.writeString(folder.resolve("millrace_sample_password"), "from the folder");
        environment.put("MILLRACE_SECRETS", folder.toString());

        assertThat(load().value("millrace.sample.password")).isEqualTo("from the folder");
    }

    @Test
    void secretInTheEnvironment_isRefused() {
        environment.put("MILLRACE_SAMPLE_PASSWORD", "s3cret");

        assertThatThrownBy(this::load)
                .hasMessageContaining("MILLRACE_SAMPLE_PASSWORD is a secret in the environment")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void secretAsAProperty_isTaken() {
        assertThat(load(Map.of("MILLRACE_SAMPLE_PASSWORD", "given")).value("millrace.sample.password"))
                .isEqualTo("given");
    }

    @Test
    void wrongSecret_isNotShown() {
        Configuration configuration = load(Map.of("MILLRACE_SAMPLE_PASSWORD", "given"));

        assertThat(configuration.invalid("millrace.sample.password", "more"))
                .hasMessage("millrace.sample.password (MILLRACE_SAMPLE_PASSWORD) is wrong: expected more");
    }

    @Test
    void valueAndFileBothSet_isRefused() {
        environment.put("MILLRACE_SAMPLE_EVERY", "5s");
        environment.put("MILLRACE_SAMPLE_EVERY_FILE", "every");

        assertThatThrownBy(this::load)
                .hasMessage("MILLRACE_SAMPLE_EVERY and MILLRACE_SAMPLE_EVERY_FILE are both set: remove one");
    }

    @Test
    void secretFileCannotBeRead_isNamed() {
        environment.put("MILLRACE_SAMPLE_PASSWORD_FILE", "/no/such/file");

        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("MILLRACE_SAMPLE_PASSWORD_FILE names the file /no/such/file, which does not exist");
    }

    @Test
    void secretFileIsAFolder_isSaid() {
        environment.put("MILLRACE_SAMPLE_PASSWORD_FILE", folder.toString());

        assertThatThrownBy(this::load).hasMessageEndingWith("which is a folder");
    }

    @Test
    void secretFileIsEmpty_isSaidAndNotTakenForNoSecret() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), " \n");
        environment.put("MILLRACE_SAMPLE_PASSWORD_FILE", file.toString());

        assertThatThrownBy(this::load)
                .hasMessage("MILLRACE_SAMPLE_PASSWORD_FILE names the file " + file
                        + ", which is empty: put the secret into it");
    }

    @Test
    void secretIsMissing_onlyTheWayThatIsTakenIsNamed() {
        Setting secret = new Setting("millrace.sample.password", "${MILLRACE_SAMPLE_PASSWORD}", "");

        assertThatThrownBy(() -> secret.value(name -> Optional.empty()))
                .hasMessage("millrace.sample.password is missing: set MILLRACE_SAMPLE_PASSWORD_FILE to the path of a"
                        + " file that holds it");
    }

    @Test
    void urlWithAPassword_isShownWithoutIt() {
        Configuration configuration =
                load(Map.of("MILLRACE_SAMPLE_WORDS", "postgres://ada:secret@host/x?password=secret"));

        assertThat(configuration.invalid("millrace.sample.words", "more"))
                .hasMessageContaining("'postgres://…@host/x?…'");
    }

    @Test
    void unknownVariable_isRefusedByName() {
        environment.put("MILLRACE_SAMPLE_PROT", "80");

        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("MILLRACE_SAMPLE_PROT is not known: this process reads ")
                .hasMessageContaining("MILLRACE_SAMPLE_PORT");
    }

    @Test
    void variablesOfOthers_areLeftAlone() {
        environment.put("PATH", "/bin");
        environment.put("MILLRACE_JAVA_OPTS", "-Xmx1g");

        assertThat(load().values()).hasSize(12);
    }

    @Test
    void unknownProperty_isRefusedByName() {
        assertThatThrownBy(() -> load(Map.of("millrace.sample.prot", 80)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("millrace.sample.prot is not known");
    }
}
