package dev.millrace.ingest;

import dev.millrace.runtime.ReadinessCheck;
import dev.millrace.topic.TopicState;
import dev.millrace.topic.TopicWatch;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Readiness of ingest: the broker answers, and the topic is as it must be. One look that found nobody is no outage: while a
 * broker ends and others take over its partitions, all replicas would leave the gateway at once. What they cannot take in
 * meanwhile they refuse by themselves, with 503 and Retry-After.
 */
final class BrokerWatch implements ReadinessCheck {
    /** Two looks, at the default interval. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private final Supplier<TopicState> topic;
    private final LongSupplier nanos;
    private final AtomicReference<@Nullable Long> lastGood = new AtomicReference<>();

    BrokerWatch(TopicWatch watch) {
        this(watch::state, System::nanoTime);
    }

    /** @param nanos a clock that never goes back, in nanoseconds */
    BrokerWatch(Supplier<TopicState> topic, LongSupplier nanos) {
        this.topic = topic;
        this.nanos = nanos;
    }

    @Override
    public String name() {
        return "ingest-broker";
    }

    @Override
    public Optional<String> notReady() {
        return switch (topic.get()) {
            case TopicState.Good good -> {
                lastGood.set(nanos.getAsLong());
                yield Optional.empty();
            }
            case TopicState.Missing missing -> Optional.of(missing.sentence());
            case TopicState.Unreachable unreachable ->
                justAnswered() ? Optional.empty() : Optional.of(unreachable.sentence());
            case TopicState.WrongPartitions wrong -> Optional.of(wrong.sentence());
        };
    }

    private boolean justAnswered() {
        Long good = lastGood.get();
        return good != null && nanos.getAsLong() - good < PATIENCE.toNanos();
    }

    /**
     * Why no document may be taken in at all. An unreachable broker is not a reason: the producer finds out by itself, and a
     * short outage may be over before the patience is.
     */
    Optional<String> unusable() {
        return topic.get() instanceof TopicState.WrongPartitions wrong
                ? Optional.of(wrong.sentence())
                : Optional.empty();
    }
}
