package dev.millrace.testkit;

import dev.millrace.embedded.EmbeddedKafka;

/** The one Kafka broker of this JVM's tests: real, empty at first, gone with the JVM. It makes no topic by itself. */
public final class TestBroker {
    private static final OncePerJvm<EmbeddedKafka> BROKER = new OncePerJvm<>("broker", EmbeddedKafka::start);

    private TestBroker() {}

    /** {@code 127.0.0.1:port}; starts the broker at the first call. */
    public static String bootstrapServers() {
        return BROKER.get().bootstrapServers();
    }
}
