package dev.millrace.standalone;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folder that everything is kept in: {@code postgres/}, {@code kafka/}, {@code log/}, {@code lock}, and
 * {@code samples-loaded} once the samples are in and trained. Held by one process at a time.
 */
final class DataFolder implements AutoCloseable {
    private final Path path;
    private final boolean throwAway;
    private final FileChannel channel;

    private DataFolder(Path path, boolean throwAway, FileChannel channel) {
        this.path = path;
        this.throwAway = throwAway;
        this.channel = channel;
    }

    /** Makes the folder when it is missing, and holds it; throws {@link StartException} when another process does. */
    static DataFolder hold(Path path) {
        return hold(path, false);
    }

    /** A folder that is gone after {@link #close}. */
    static DataFolder throwAway() {
        try {
            return hold(Files.createTempDirectory("millrace-once-"), true);
        } catch (IOException e) {
            throw new StartException(
                    "cannot make a temporary folder (" + e.getMessage() + "): set TMPDIR or use --data");
        }
    }

    /**
     * Where a user's data lie when nothing else is said.
     *
     * @param system its name, as in the property os.name
     */
    static Path ofUser(String system, Map<String, String> environment, String home) {
        if (system.toLowerCase(Locale.ROOT).contains("mac")) {
            return Path.of(home, "Library", "Application Support", "Millrace");
        }
        String xdg = environment.get("XDG_DATA_HOME");
        return xdg == null || xdg.isBlank() ? Path.of(home, ".local", "share", "millrace") : Path.of(xdg, "millrace");
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    boolean samplesLoaded() {
        return Files.exists(marker());
    }

    /** From now on a start on this folder loads nothing. */
    void rememberSamples() {
        try {
            Files.writeString(
                    marker(), "The samples are in, or were not wanted. Delete this file to load them again.\n");
        } catch (IOException e) {
            throw new StartException("cannot write " + marker() + ": " + e.getMessage());
        }
    }

    /** Lets go of the folder, and deletes it when it was a throw-away one. */
    @Override
    public void close() {
        try {
            channel.close();
            if (throwAway) {
                delete(path);
            }
        } catch (IOException e) {
            throw new StartException("cannot let go of " + path + ": " + e.getMessage());
        }
    }

    private Path marker() {
        return path.resolve("samples-loaded");
    }

    private static DataFolder hold(Path wanted, boolean throwAway) {
        Path path = wanted.toAbsolutePath().normalize();
        FileChannel channel;
        FileLock lock;
        try {
            Files.createDirectories(path);
            channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(path.resolve("lock"), PosixFilePermissions.fromString("rw-------"));
            }
            lock = tryLock(channel);
        } catch (IOException e) {
            throw new StartException("cannot write to the data folder " + path + " ("
                    + e.getClass().getSimpleName() + "): choose another with --data");
        }
        if (lock == null) {
            throw new StartException("the data folder " + path
                    + " is in use by another Millrace: stop that one, or choose another with --data");
        }
        return new DataFolder(path, throwAway, channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
