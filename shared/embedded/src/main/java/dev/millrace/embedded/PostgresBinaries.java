package dev.millrace.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked from the class path into a folder of the user's own: once a version, whichever of several
 * processes comes first, whole or not at all.
 */
final class PostgresBinaries {
    /** The version in the root pom; the folder's name tells versions apart. */
    private static final String VERSION = "18.6.0";

    private static final int UID = Math.toIntExact(new UnixSystem().getUid());
    private static final Object ONE_AT_A_TIME = new Object();

    private PostgresBinaries() {}

    /** The folder that holds {@code bin}, {@code lib} and {@code share}. */
    static Path unpacked() {
        String archive = archiveName();
        Path cache = cacheFolder();
        Path home = cache.resolve(archive.replace(".txz", "-" + VERSION));
        try {
            synchronized (ONE_AT_A_TIME) {
                return Files.isDirectory(home) ? home : unpack(archive, cache, home);
            }
        } catch (IOException e) {
            throw new EmbeddedStartException(
                    "PostgreSQL cannot be unpacked into " + cache + " (" + e
                            + "): make room there, or set XDG_CACHE_HOME to a folder that this user can write.",
                    e);
        }
    }

    private static Path unpack(String archive, Path cache, Path home) throws IOException {
        try (FileChannel lock =
                FileChannel.open(cache.resolve("postgres.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock(); // released with the channel
            if (!Files.isDirectory(home)) {
                Path part = cache.resolve(home.getFileName() + ".part");
                FolderTree.delete(part); // of a process that was killed
                extract(archive, part);
                Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return home;
    }

    private static void extract(String archive, Path target) throws IOException {
        try (InputStream packed = open(archive);
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new BufferedInputStream(new XZInputStream(packed), 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                place(entry, tar, target);
            }
        }
    }

    private static void place(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
            throw new IOException("the archive names " + entry.getName() + ", outside its folder");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, file);
            boolean program = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private static InputStream open(String archive) throws IOException {
        InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + archive);
        if (packed == null) {
            throw new EmbeddedStartException("This build holds no PostgreSQL for this machine (" + archive
                    + " is not on the class path): build Millrace on this machine.");
        }
        return packed;
    }

    private static String archiveName() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String machine = switch (System.getProperty("os.arch")) {
            case "aarch64", "arm64" -> "arm_64";
            default -> "x86_64";
        };
        return "postgres-" + system + "-" + machine + ".txz";
    }

    /** The first of the user's cache folder and a folder of the user's own among the temporary ones that can be written. */
    private static Path cacheFolder() {
        Path home = Path.of(System.getProperty("user.home"));
        Path cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .orElse(home.resolve(".cache"));
        List<Path> candidates =
                List.of(cache.resolve("millrace"), Path.of(System.getProperty("java.io.tmpdir"), "millrace-" + UID));
        return Stream.of(candidates.toArray(Path[]::new))
                .filter(PostgresBinaries::usable)
                .findFirst()
                .orElseThrow(() -> new EmbeddedStartException("None of " + candidates
                        + " can be written, and PostgreSQL must be unpacked somewhere: set XDG_CACHE_HOME to a folder"
                        + " that user " + System.getProperty("user.name") + " can write."));
    }

    /** Made private, and refused when another user made it: what lies there is run. */
    private static boolean usable(Path folder) {
        try {
            Files.createDirectories(folder.resolveSibling("."));
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return Files.isWritable(folder)
                    && Files.getAttribute(folder, "unix:uid").equals(UID);
        } catch (IOException e) {
            return false;
        }
    }
}
