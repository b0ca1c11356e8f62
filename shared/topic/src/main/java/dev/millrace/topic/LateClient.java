package dev.millrace.topic;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * A client of Kafka that is made when it is first needed. Kafka refuses to make one while no name of its brokers is known,
 * as in a network that is just starting; a function must wait then, not end. For any number of threads.
 */
public final class LateClient<C extends Closeable> implements AutoCloseable {
    /** A name that is not known takes long to ask for: callers in between get the failure before. */
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Supplier<C> making;
    private final LongSupplier nanos;
    private @Nullable C made;
    private @Nullable KafkaException failure;
    private long failedAt;

    /** @param making throws {@link KafkaException} while the client cannot be made; a setting that is wrong looks the same */
    public LateClient(Supplier<C> making) {
        this(making, System::nanoTime);
    }

    LateClient(Supplier<C> making, LongSupplier nanos) {
        this.making = making;
        this.nanos = nanos;
    }

    /** The client; throws {@link KafkaException} while it cannot be made. */
    public synchronized C get() {
        C client = made;
        if (client != null) {
            return client;
        }
        KafkaException last = failure;
        if (last != null && nanos.getAsLong() - failedAt < PAUSE_NANOS) {
            throw last;
        }
        try {
            client = making.get();
            made = client;
            return client;
        } catch (KafkaException e) {
            failure = e;
            failedAt = nanos.getAsLong();
            throw e;
        }
    }

    /** Closes the client, if there is one. */
    @Override
    public synchronized void close() {
        try {
            if (made != null) {
                made.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a client of Kafka was not closed", e);
        }
    }
}
