package dev.millrace.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs one of PostgreSQL's programs to its end. PostgreSQL refuses root; for root it runs in a user namespace of its own
 * ({@code unshare --user}), where the same user is nobody in particular, yet still the owner of its files.
 */
final class PostgresProgram {
    private static final long LIMIT_SECONDS = 300;

    private static final Pattern FAILED = Pattern.compile("(?:FATAL|PANIC|ERROR|error): +(.*)");

    private final Path binaries;
    private final boolean root = new UnixSystem().getUid() == 0;

    PostgresProgram(Path binaries) {
        this.binaries = binaries;
    }

    /** How it ended, and its output and error output in one. */
    record Ended(int code, String output) {
        boolean well() {
            return code == 0;
        }

        /** Why it failed: the first line that says so, for the last ones tell of cleaning up; else the last one. */
        String reason() {
            return output.lines()
                    .map(FAILED::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .findFirst()
                    .or(() -> output.lines().reduce((first, last) -> last))
                    .orElse("no reason given");
        }
    }

    Ended run(String program, List<String> arguments) {
        return run(program, arguments, "");
    }

    /**
     * Runs it.
     *
     * @param input its standard input
     */
    Ended run(String program, List<String> arguments, String input) {
        List<String> command = new ArrayList<>(root ? List.of("unshare", "--user", "--") : List.of());
        command.add(binaries.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        try {
            Ended ended = run(command, input);
            return requireUnshare(ended);
        } catch (IOException e) {
            throw root && !hasUnshare() ? noUnshare("there is no such program", e) : cannotRun(program, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedStartException("PostgreSQL's " + program + " was interrupted.", e);
        }
    }

    private static Ended run(List<String> command, String input) throws IOException, InterruptedException {
        Path output = Files.createTempFile("millrace-postgres", ".out");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("PG")); // a user's own settings for psql
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            try (var stdin = process.outputWriter(UTF_8)) {
                stdin.write(input);
            }
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("no end after " + LIMIT_SECONDS + " s");
            }
            return new Ended(process.exitValue(), Files.readString(output).strip());
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private Ended requireUnshare(Ended ended) {
        if (root && !ended.well() && ended.output().startsWith("unshare:")) {
            throw noUnshare(ended.output(), null);
        }
        return ended;
    }

    private static boolean hasUnshare() {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "unshare")));
    }

    private static EmbeddedStartException noUnshare(String why, @Nullable Throwable cause) {
        return new EmbeddedStartException(
                "PostgreSQL refuses to run as root, and 'unshare --user' does not work here (" + why
                        + "): start Millrace as an ordinary user.",
                cause);
    }

    private static EmbeddedStartException cannotRun(String program, IOException e) {
        return new EmbeddedStartException(
                "PostgreSQL's " + program + " cannot be run (" + e
                        + "): set XDG_CACHE_HOME to a folder from which programs may be run.",
                e);
    }
}
