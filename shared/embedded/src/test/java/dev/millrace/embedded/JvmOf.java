package dev.millrace.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the main of a test class in a JVM of its own, with this one's class path. */
final class JvmOf {
    private JvmOf() {}

    static Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Waits for the first line of its output that begins so; empty when it ended before. */
    static Optional<String> lineOf(Process process, String beginning) {
        return process.inputReader()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .findFirst();
    }
}
