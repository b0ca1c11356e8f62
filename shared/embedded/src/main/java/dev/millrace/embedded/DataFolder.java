package dev.millrace.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;

/**
 * A folder that one process at a time may use. The lock is the operating system's, so a process that was killed leaves
 * none behind.
 */
final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes the folder when it is missing, and takes it; throws {@link EmbeddedStartException} naming the way out. */
    static DataFolder take(Path folder) {
        try {
            Files.createDirectories(folder);
            Path real = folder.toRealPath();
            return new DataFolder(real, lock(real));
        } catch (IOException e) {
            throw new EmbeddedStartException(
                    "The data folder " + folder.toAbsolutePath() + " cannot be written (" + e
                            + "): give another folder, or make it writable for user " + System.getProperty("user.name")
                            + ".",
                    e);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel = FileChannel.open(
                folder.resolve("lock"), EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        if (!locked(channel)) {
            channel.close();
            throw new EmbeddedStartException("The data folder " + folder
                    + " is in use by another Millrace: stop that one, or give this one a folder of its own.");
        }
        return channel;
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // this very process has it
        }
    }

    /** Absolute, without links. */
    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the lock of " + path + " was not released", e);
        }
    }
}
