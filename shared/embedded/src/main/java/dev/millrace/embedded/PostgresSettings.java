package dev.millrace.embedded;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What the server is told at each start: a real store (fsync stays on) of one small machine, reachable from it alone. */
final class PostgresSettings {
    static final String FILE = "millrace.conf";

    private PostgresSettings() {}

    /** The text of {@link #FILE}; {@code more} wins over what stands here. */
    static String text(int port, Map<String, String> more) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", Loopback.HOST);
        settings.put("port", Integer.toString(port));
        settings.put("unix_socket_directories", ""); // the path of a socket is limited to about 100 characters
        settings.put("password_encryption", "scram-sha-256");
        settings.put("max_connections", "100");
        settings.put("shared_buffers", "32MB");
        settings.put("min_wal_size", "32MB");
        settings.put("max_wal_size", "256MB");
        settings.put("wal_level", "minimal"); // nobody replicates from it
        settings.put("max_wal_senders", "0");
        settings.put("max_logical_replication_workers", "0");
        settings.put("io_method", "sync"); // no worker processes for reading
        settings.put("max_parallel_workers_per_gather", "0");
        settings.put("jit", "off"); // short queries
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        // The server's own log shall hold no document: neither failing statements nor rows that break a constraint.
        settings.put("log_min_error_statement", "panic");
        settings.put("log_error_verbosity", "terse");
        settings.putAll(more);
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + " = '" + setting.getValue().replace("'", "''") + "'\n")
                .collect(Collectors.joining("", "# Written by Millrace at each start.\n", ""));
    }
}
