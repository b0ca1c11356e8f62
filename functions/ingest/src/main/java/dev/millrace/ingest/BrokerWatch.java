package dev.millrace.ingest;

import dev.millrace.runtime.ReadinessCheck;
import dev.millrace.topic.TopicState;
import dev.millrace.topic.TopicWatch;
import java.util.Optional;

/** Readiness of ingest: the broker answers, and the topic is as it must be. */
final class BrokerWatch implements ReadinessCheck {
    private final TopicWatch watch;

    BrokerWatch(TopicWatch watch) {
        this.watch = watch;
    }

    @Override
    public String name() {
        return "ingest-broker";
    }

    @Override
    public Optional<String> notReady() {
        return switch (watch.state()) {
            case TopicState.Good good -> Optional.empty();
            case TopicState.Missing missing -> Optional.of(missing.sentence());
            case TopicState.Unreachable unreachable -> Optional.of(unreachable.sentence());
            case TopicState.WrongPartitions wrong -> Optional.of(wrong.sentence());
        };
    }

    /**
     * Why no document may be taken in at all. An unreachable broker is not a reason: the producer finds out by itself, and a
     * short outage may be over before the patience is.
     */
    Optional<String> unusable() {
        return watch.state() instanceof TopicState.WrongPartitions wrong
                ? Optional.of(wrong.sentence())
                : Optional.empty();
    }
}
