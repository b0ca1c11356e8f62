package dev.millrace.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.store.DatabaseRole;
import dev.millrace.testkit.SampleDocuments;
import dev.millrace.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jobs as processes of their own, with settings from the environment and secrets from files. */
class TrainMainIT {
    private final TestDatabase database = TestDatabase.fresh();

    @TempDir
    private Path secrets = Path.of("");

    @Test
    void migrate_bringsTheDatabaseUpToDate() throws Exception {
        Ended migrated = train(
                Map.of(
                        "MILLRACE_DATABASE_OWNER", database.ownerUser(),
                        "MILLRACE_DATABASE_OWNER_PASSWORD_FILE", secret("owner", database.ownerPassword())),
                "--migrate");

        assertThat(migrated.output()).contains("the database has schema version");
        assertThat(migrated.code()).isZero();
    }

    @Test
    void migrateWithAWrongPassword_exitsWithOneAndOneLine() throws Exception {
        Ended refused = train(
                Map.of(
                        "MILLRACE_DATABASE_OWNER", database.ownerUser(),
                        "MILLRACE_DATABASE_OWNER_PASSWORD_FILE", secret("owner", "not it")),
                "--migrate");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.output()).contains("train: ").doesNotContain("not it");
    }

    @Test
    void once_trainsAndSaysHowItEnded() throws Exception {
        try (Stock stock = new Stock(database)) {
            stock.add(SampleDocuments.iris());
        }

        Ended published = train(
                Map.of(
                        "MILLRACE_MODELS_FILE",
                        Path.of("../../samples/models.yml").toAbsolutePath().toString()),
                "--once",
                "iris");

        assertThat(published.output()).contains("iris published: version 1 is champion");
        assertThat(published.code()).isZero();
    }

    private Ended train(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path", ""),
                TrainMain.class.getName()));
        command.addAll(List.of(arguments));
        Path output = secrets.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("MILLRACE_DATABASE_URL", database.url());
        builder.environment()
                .put("MILLRACE_TRAIN_DATABASE_PASSWORD_FILE", secret("train", database.password(DatabaseRole.TRAIN)));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends in time").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readString(output, UTF_8));
    }

    private String secret(String name, String value) throws IOException {
        return Files.writeString(secrets.resolve(name), value + "\n").toString();
    }

    private record Ended(int code, String output) {}
}
