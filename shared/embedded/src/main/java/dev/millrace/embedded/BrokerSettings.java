package dev.millrace.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A broker and its controller in one node, reachable from this machine alone, in little memory. */
final class BrokerSettings {
    static final int NODE = 1;

    private BrokerSettings() {}

    /** {@code more} wins over what stands here. */
    static Map<String, Object> of(Path log, BrokerSockets sockets, Map<String, String> more) {
        Map<String, Object> settings = new HashMap<>(ours(log, sockets));
        settings.putAll(more);
        return settings;
    }

    private static Map<String, Object> ours(Path log, BrokerSockets sockets) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(NODE)),
                Map.entry("controller.quorum.voters", NODE + "@" + sockets.controllerAddress()),
                Map.entry("controller.listener.names", BrokerSockets.CONTROLLER),
                Map.entry("inter.broker.listener.name", BrokerSockets.CLIENTS),
                Map.entry(
                        "listeners",
                        BrokerSockets.CLIENTS + "://" + sockets.clientsAddress() + "," + BrokerSockets.CONTROLLER
                                + "://" + sockets.controllerAddress()),
                Map.entry(
                        "listener.security.protocol.map",
                        BrokerSockets.CLIENTS + ":PLAINTEXT," + BrokerSockets.CONTROLLER + ":PLAINTEXT"),
                Map.entry("log.dirs", log.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("log.segment.bytes", Integer.toString(64 << 20)),
                Map.entry("log.index.size.max.bytes", Integer.toString(1 << 20)), // mapped whole for each open segment
                Map.entry("log.cleaner.threads", "1"),
                Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(2 << 20)),
                Map.entry("log.cleaner.io.buffer.size", Integer.toString(64 << 10)),
                Map.entry("num.network.threads", "1"),
                Map.entry("num.io.threads", "2"),
                Map.entry("num.replica.fetchers", "1"),
                Map.entry("background.threads", "2"),
                Map.entry("num.recovery.threads.per.data.dir", "2"),
                Map.entry("offsets.topic.num.partitions", "3"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.segment.bytes", Integer.toString(4 << 20)),
                Map.entry("offsets.load.buffer.size", Integer.toString(1 << 20)),
                Map.entry("transaction.state.log.num.partitions", "3"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.segment.bytes", Integer.toString(4 << 20)),
                Map.entry("metadata.log.segment.bytes", Integer.toString(16 << 20)),
                Map.entry("group.initial.rebalance.delay.ms", "0"), // nobody else joins a moment later
                Map.entry("message.max.bytes", Integer.toString(8 << 20)), // a text of 1 Mi characters, escaped
                Map.entry("controller.quorum.election.timeout.ms", "200"), // the only voter wins; why wait
                // After a kill the new broker is let in when the old one's session has run out: the default is 9 s.
                Map.entry("broker.session.timeout.ms", "3000"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
                Map.entry("controlled.shutdown.enable", "true"));
    }
}
