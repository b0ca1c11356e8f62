package dev.millrace.runtime;

import java.util.LinkedHashMap;
import java.util.Map;

/** What Micronaut is told: our settings, and how its server is to behave. */
final class ServerProperties {
    private ServerProperties() {}

    static Map<String, Object> of(String first, Configuration configuration, Map<String, Object> properties) {
        Settings settings = new Settings(configuration);
        int port = settings.integer("millrace." + first + ".port", 0, 65_535);
        Map<String, Object> all = new LinkedHashMap<>(configuration.values());
        all.put("micronaut.application.name", first);
        all.put("micronaut.server.port", port == 0 ? -1 : port);
        all.put("micronaut.server.host", settings.string("millrace.runtime.host"));
        // Each route bounds its own body (BoundedBody), or streams it.
        all.put("micronaut.server.max-request-size", Long.MAX_VALUE);
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
