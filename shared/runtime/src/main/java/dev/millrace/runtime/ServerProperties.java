package dev.millrace.runtime;

import java.util.LinkedHashMap;
import java.util.Map;

/** What Micronaut is told: our settings, and how its server is to behave. */
final class ServerProperties {
    static final String HOST = "millrace.runtime.host";

    private ServerProperties() {}

    /** The port is that of the first function. */
    static String portKey(Configuration configuration) {
        return "millrace." + configuration.functions().getFirst() + ".port";
    }

    /** 0: any free one. */
    static int port(Configuration configuration) {
        return new Settings(configuration).integer(portKey(configuration), 0, 65_535);
    }

    static Map<String, Object> of(Configuration configuration, Map<String, Object> properties) {
        int port = port(configuration);
        Map<String, Object> all = new LinkedHashMap<>(configuration.values());
        all.put("micronaut.application.name", configuration.functions().getFirst());
        all.put("micronaut.server.port", port == 0 ? -1 : port);
        all.put("micronaut.server.host", new Settings(configuration).string(HOST));
        // Each route bounds its own body (BoundedBody), or streams it.
        all.put("micronaut.server.max-request-size", Long.MAX_VALUE);
        // DecodedBody does it, and sees when it breaks off.
        all.put("micronaut.server.netty.request-decompression-enabled", false);
        // A connection with nothing to read or write for so long is closed; a route that thinks longer is not ours.
        all.put("micronaut.server.idle-timeout", "120s");
        // A 503 under load must not cost a new connection each.
        all.put("micronaut.server.keep-alive-on-server-error", true);
        // Micronaut leaves empty lists out of JSON answers; ours say what is empty.
        all.put("micronaut.serde.serialization.inclusion", "NON_ABSENT");
        properties.forEach((key, value) -> {
            if (key.contains(".")) {
                all.put(key, value);
            }
        });
        return all;
    }
}
