package dev.millrace.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker (KRaft, one node, its own controller) in this process, on ports of 127.0.0.1. Its data stay in the
 * folder; each start takes other ports, unless it is given one. Kafka's internal classes: pinned to its version in the root pom.
 */
public final class EmbeddedKafka implements AutoCloseable {
    /** Enough to hand its leadership over to nobody. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final DataFolder folder;
    private final BrokerSockets sockets;
    private final BrokerFaults faults;
    private final ControllerServer controller;
    private final BrokerServer broker;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedKafka(DataFolder folder, BrokerSockets sockets, Path log, Map<String, String> settings) {
        this.folder = folder;
        this.sockets = sockets;
        this.faults = new BrokerFaults();
        Exit.setHaltProcedure(faults::halted); // the process is ours to end, in order
        KafkaConfig config = new KafkaConfig(BrokerSettings.of(log, sockets, settings), false);
        var directories = KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(EmbeddedKafka.class), "");
        Map<Integer, InetSocketAddress> voters =
                QuorumConfig.parseVoterConnections(config.quorumConfig().voters());
        SharedServer shared = new SharedServer(
                config,
                directories._1(),
                Time.SYSTEM,
                new Metrics(),
                CompletableFuture.completedFuture(voters),
                List.of(),
                faults,
                sockets);
        this.controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), directories._2());
        this.broker = new BrokerServer(shared);
    }

    /** Starts the broker of that folder, made when it is missing; throws {@link EmbeddedStartException}. */
    public static EmbeddedKafka start(Path data) {
        return start(data, 0, Map.of());
    }

    /**
     * The same on a port of the caller's choice, with settings of Kafka that win over ours, as {@code advertised.listeners}
     * for a broker behind a proxy.
     *
     * @param port 0: any that is free
     * @param settings as in server.properties
     */
    public static EmbeddedKafka start(Path data, int port, Map<String, String> settings) {
        DataFolder folder = DataFolder.take(data);
        try {
            Path log = format(folder.path().resolve("log"));
            EmbeddedKafka kafka = new EmbeddedKafka(folder, BrokerSockets.bind(port), log, settings);
            kafka.startServers();
            return kafka;
        } catch (Exception e) {
            folder.close();
            throw new EmbeddedStartException(
                    "Kafka does not start on the data folder " + data.toAbsolutePath() + " (" + e
                            + "): make room there, or give another folder.",
                    e);
        }
    }

    /** Gives a new folder its cluster id, whole or not at all; the id stays as long as the folder. */
    private static Path format(Path log) throws Exception {
        if (!Files.exists(log)) {
            Path part = log.resolveSibling("log.part");
            FolderTree.delete(part); // of a process that was killed
            Files.createDirectory(part);
            new Formatter()
                    .setPrintStream(new PrintStream(
                            OutputStream.nullOutputStream(), false, java.nio.charset.StandardCharsets.UTF_8))
                    .setNodeId(BrokerSettings.NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName(BrokerSockets.CONTROLLER)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setMetadataLogDirectory(part.toString())
                    .addDirectory(part.toString())
                    .run();
            Files.move(part, log);
        }
        return log;
    }

    private void startServers() {
        try {
            controller.startup();
            broker.startup();
        } catch (RuntimeException e) {
            stopServers();
            throw e;
        }
    }

    /** {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return sockets.clientsAddress();
    }

    /** The first fault that the broker cannot recover from, if it met one: the process should end and start anew. */
    public Optional<String> fault() {
        return faults.first();
    }

    /** Writes everything down and stops; nothing when it was closed before. */
    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            try (folder) {
                stopServers();
            }
        }
    }

    private void stopServers() {
        broker.shutdown(STOP_LIMIT);
        controller.shutdown();
        try {
            sockets.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the broker's sockets were not closed", e);
        }
    }
}
