package dev.millrace.testkit;

import dev.millrace.embedded.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Something that all tests of a JVM share: started at the first call in a folder of its own, stopped and deleted when the
 * JVM ends.
 */
final class OncePerJvm<T extends AutoCloseable> {
    private final String name;
    private final Function<Path, T> start;
    private Optional<T> started = Optional.empty();

    OncePerJvm(String name, Function<Path, T> start) {
        this.name = name;
        this.start = start;
    }

    synchronized T get() {
        if (started.isEmpty()) {
            started = Optional.of(start());
        }
        return started.get();
    }

    private T start() {
        try {
            Path folder = Files.createTempDirectory("millrace-" + name);
            T running = start.apply(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running, folder), "stop-" + name));
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder for the " + name, e);
        }
    }

    private static void stop(AutoCloseable running, Path folder) {
        try {
            running.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot be stopped: " + running, e);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be deleted: " + folder, e);
        }
    }
}
