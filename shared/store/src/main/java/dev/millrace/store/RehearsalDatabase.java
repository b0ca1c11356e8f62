package dev.millrace.store;

import dev.millrace.document.ModelName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stand-in for PostgreSQL on a free loopback port, for rehearsals where there is none, as in the build of an image: it
 * answers what predict asks of {@link Registry}, and nothing else, from memory. So a rehearsal takes the function's own way,
 * driver and pool included: what it did not use would be missing in the ahead-of-time cache.
 */
public final class RehearsalDatabase implements AutoCloseable {
    /** Of every role. */
    public static final String PASSWORD = "rehearsal";

    private static final Logger LOG = LoggerFactory.getLogger(RehearsalDatabase.class);

    private final Map<String, byte[]> champions = new TreeMap<>();
    private final ServerSocket door;

    /** @param champions the bytes of version 1 of each model, which is its champion */
    public RehearsalDatabase(Map<ModelName, byte[]> champions) {
        champions.forEach((model, bytes) -> this.champions.put(model.value(), bytes.clone()));
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("rehearsal-database").start(this::welcome);
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + door.getLocalPort() + "/rehearsal";
    }

    private void welcome() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                Thread.ofVirtual().start(() -> talk(socket));
            } catch (IOException e) {
                LOG.debug("no more connections", e);
            }
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            new PostgresTalk(socket, this::answer).run();
        } catch (IOException e) {
            LOG.debug("a connection ended", e);
        }
    }

    /** The rows of a query, by what is typical of it: {@link Registry} and {@link Database} have its whole text. */
    private PostgresTalk.Rows answer(String sql, List<String> parameters) {
        if (sql.contains("FROM model_alias")) {
            List<List<String>> rows = new ArrayList<>();
            champions.keySet().forEach(model -> rows.add(List.of(model, AliasChange.CHAMPION, "1")));
            return new PostgresTalk.Rows(List.of("model", "alias", "version"), rows);
        }
        if (sql.contains("SELECT bytes FROM model_version")) {
            String bytes = "\\x" + HexFormat.of().formatHex(bytes(parameters));
            return new PostgresTalk.Rows(List.of("bytes"), List.of(List.of(bytes)));
        }
        if (sql.contains("FROM model_version")) {
            return version(parameters.getFirst(), bytes(parameters));
        }
        if (sql.startsWith("SHOW TRANSACTION ISOLATION LEVEL")) { // the pool asks
            return new PostgresTalk.Rows(List.of("transaction_isolation"), List.of(List.of("read committed")));
        }
        return PostgresTalk.Rows.NONE;
    }

    private byte[] bytes(List<String> parameters) {
        return champions.getOrDefault(parameters.getFirst(), new byte[0]);
    }

    private static PostgresTalk.Rows version(String model, byte[] bytes) {
        return new PostgresTalk.Rows(
                List.of("model", "version", "status", "sha256", "size", "created", "metrics", "lineage", "parent"),
                List.of(List.of(
                        model,
                        "1",
                        VersionInfo.PUBLISHED,
                        sha256(bytes),
                        String.valueOf(bytes.length),
                        "2026-01-01 00:00:00+00",
                        "{\"accuracy\": 1}",
                        "{}",
                        "")));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Its connections end with the function that has them. */
    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
