package dev.millrace.embedded;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.FaultHandlerFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.FaultHandlerException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the first fatal fault of the broker, where Kafka's own handler would halt the whole process. */
final class BrokerFaults implements FaultHandlerFactory {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerFaults.class);

    private final AtomicReference<@Nullable String> first = new AtomicReference<>();

    @Override
    public FaultHandler build(String name, boolean fatal, Runnable action) {
        return (message, cause) -> {
            LOG.error("The broker met a fault ({}): {}", name, message, cause);
            if (fatal) {
                first.compareAndSet(null, name + ": " + message);
            }
            action.run();
            return new FaultHandlerException(name + ": " + message, cause);
        };
    }

    /** What Kafka calls where it would halt the whole process: when it cannot write to its folder any more. */
    void halted(int status, @Nullable String message) {
        first.compareAndSet(
                null, message == null ? "it cannot write to its folder: is the disk full? The log says more" : message);
    }

    Optional<String> first() {
        return Optional.ofNullable(first.get());
    }
}
