package dev.millrace.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * The files of a database server: {@code server} (PostgreSQL's data directory) and {@code owner-password} beside it.
 * Made once, whole or not at all. A password that lies there before the first start is taken as it is.
 */
final class PostgresCluster {
    static final String OWNER = "millrace_owner";
    static final String DATABASE = "millrace";

    private final Path server;
    private final String password;

    private PostgresCluster(Path server, String password) {
        this.server = server;
        this.password = password;
    }

    static PostgresCluster openOrMake(Path folder, PostgresProgram program) throws IOException {
        Path passwordFile = folder.resolve("owner-password");
        Path server = folder.resolve("server");
        if (!Files.exists(server)) {
            if (!Files.exists(passwordFile)) {
                writePassword(passwordFile);
            }
            make(server, passwordFile, program);
        } else if (!Files.exists(passwordFile)) {
            throw new EmbeddedStartException("The file " + passwordFile
                    + " is missing, and the database there cannot be opened without it: put it back.");
        }
        // A copy or a backup may have come with other rights, and PostgreSQL refuses those.
        Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwx------"));
        return new PostgresCluster(server, Files.readString(passwordFile).strip());
    }

    Path server() {
        return server;
    }

    String password() {
        return password;
    }

    private static void writePassword(Path file) throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(random) + "\n");
    }

    private static void make(Path server, Path passwordFile, PostgresProgram program) throws IOException {
        Path part = server.resolveSibling("server.part");
        FolderTree.delete(part); // of a process that was killed
        require(
                server,
                program.run(
                        "initdb",
                        List.of(
                                "--pgdata=" + part,
                                "--username=" + OWNER,
                                "--pwfile=" + passwordFile,
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                // The order of strings is PostgreSQL's own: it stays when the folder moves to another
                                // machine.
                                "--locale=C",
                                "--locale-provider=builtin",
                                "--builtin-locale=C.UTF-8")));
        Files.writeString(
                part.resolve("postgresql.conf"),
                "\ninclude '" + PostgresSettings.FILE + "'\n",
                StandardOpenOption.APPEND);
        Files.writeString(part.resolve(PostgresSettings.FILE), "");
        require(
                server,
                program.run(
                        "postgres",
                        List.of("--single", "-j", "-D", part.toString(), "postgres"),
                        "CREATE DATABASE " + DATABASE + ";\n\n"));
        Files.move(part, server, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void require(Path server, PostgresProgram.Ended ended) {
        if (!ended.well()) {
            throw new EmbeddedStartException("PostgreSQL cannot make the data directory " + server + " ("
                    + ended.reason() + "): make room there, or give another folder.");
        }
    }
}
