package dev.millrace.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL server on a port of 127.0.0.1, as a process of its own. Its data stay in the folder; each start
 * takes another port, unless it is given one. {@link #close()} stops it; a process that dies without closing leaves it running, and the next start
 * on the folder stops it first.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final int TRIES = 5;
    private static final String STOP_SECONDS = "30";

    private final DataFolder folder;
    private final PostgresProgram program;
    private final PostgresCluster cluster;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgres(DataFolder folder, PostgresProgram program, PostgresCluster cluster, int port) {
        this.folder = folder;
        this.program = program;
        this.cluster = cluster;
        this.port = port;
    }

    /** Starts the server of that folder, made when it is missing; throws {@link EmbeddedStartException}. */
    public static EmbeddedPostgres start(Path data) {
        return start(data, 0, Map.of());
    }

    /**
     * The same on a port of the caller's choice, with settings of PostgreSQL that win over ours, as {@code fsync=off} for a
     * test.
     *
     * @param port 0: any that is free
     * @param settings as in postgresql.conf
     */
    public static EmbeddedPostgres start(Path data, int port, Map<String, String> settings) {
        DataFolder folder = DataFolder.take(data);
        try {
            PostgresProgram program = new PostgresProgram(PostgresBinaries.unpacked());
            PostgresCluster cluster = PostgresCluster.openOrMake(folder.path(), program);
            new PostgresLeftover(cluster.server(), program).clear();
            return new EmbeddedPostgres(folder, program, cluster, serve(folder, program, cluster, port, settings));
        } catch (IOException e) {
            folder.close();
            throw new EmbeddedStartException(
                    "The data folder " + data.toAbsolutePath() + " cannot be used (" + e
                            + "): make room there, or give another folder.",
                    e);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static int serve(
            DataFolder folder,
            PostgresProgram program,
            PostgresCluster cluster,
            int wanted,
            Map<String, String> settings)
            throws IOException {
        Path log = folder.path().resolve("server.log");
        String last = "";
        for (int i = 0; i < TRIES; i++) {
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling("server.log.old"), StandardCopyOption.REPLACE_EXISTING);
            }
            int port = wanted == 0 ? Loopback.freePort() : wanted;
            Files.writeString(cluster.server().resolve(PostgresSettings.FILE), PostgresSettings.text(port, settings));
            if (program.run("pg_ctl", startArguments(cluster.server(), log)).well()) {
                return port;
            }
            last = Files.exists(log) ? Files.readString(log) : "it wrote no log";
            if (!last.contains("could not bind")) {
                break; // anything but a port that another program took meanwhile
            }
        }
        throw new EmbeddedStartException("PostgreSQL does not start (" + reason(last) + "): see " + log + ".");
    }

    private static String reason(String log) {
        return log.lines()
                .filter(line -> line.contains("FATAL:"))
                .map(line -> line.substring(line.indexOf("FATAL:") + "FATAL:".length())
                        .strip())
                .reduce((first, last) -> last)
                .orElse("no reason given");
    }

    private static List<String> startArguments(Path server, Path log) {
        return List.of("start", "-w", "-t", "300", "-D", server.toString(), "-l", log.toString());
    }

    static List<String> stopArguments(Path server) {
        return List.of("stop", "-m", "fast", "-w", "-t", STOP_SECONDS, "-D", server.toString());
    }

    /** Of the database {@code millrace}, without user and password. */
    public String url() {
        return url(PostgresCluster.DATABASE);
    }

    /** Of any database of this server. */
    public String url(String database) {
        return "jdbc:postgresql://" + Loopback.HOST + ":" + port + "/" + database;
    }

    /** A superuser of this server. */
    public String ownerUser() {
        return PostgresCluster.OWNER;
    }

    public String ownerPassword() {
        return cluster.password();
    }

    /** Ends all connections, writes everything down and stops; nothing when it was closed before. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try (folder) {
            if (Files.exists(cluster.server().resolve("postmaster.pid"))) {
                PostgresProgram.Ended ended = program.run("pg_ctl", stopArguments(cluster.server()));
                if (!ended.well()) {
                    LOG.error("PostgreSQL of {} does not stop: {}", cluster.server(), ended.output());
                }
            }
        }
    }
}
