package dev.millrace.clean;

import dev.millrace.runtime.ReadinessCheck;
import dev.millrace.store.Database;
import dev.millrace.topic.TopicState;
import dev.millrace.topic.TopicWatch;
import java.util.Optional;

/** Readiness of clean: the topic is as it must be, the database answers, no partition waits for a person. */
final class CleanReadiness implements ReadinessCheck {
    private final TopicWatch topic;
    private final Database database;
    private final Partitions partitions;

    CleanReadiness(TopicWatch topic, Database database, Partitions partitions) {
        this.topic = topic;
        this.database = database;
        this.partitions = partitions;
    }

    @Override
    public String name() {
        return "clean";
    }

    @Override
    public Optional<String> notReady() {
        TopicState seen = topic.state();
        if (!(seen instanceof TopicState.Good)) {
            return Optional.of(seen.sentence());
        }
        return database.trouble().or(() -> partitions.firstStopped().map(PartitionState.Stopped::why));
    }
}
