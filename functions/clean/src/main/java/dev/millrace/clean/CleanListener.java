package dev.millrace.clean;

import dev.millrace.clean.PartitionState.Running;
import dev.millrace.clean.PartitionState.Stopped;
import dev.millrace.clean.PartitionState.Waiting;
import dev.millrace.document.RawTopic;
import dev.millrace.store.DatabaseErrors;
import dev.millrace.topic.TopicState;
import dev.millrace.topic.TopicWatch;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka trigger of clean: polls on one thread, hands each partition's records to {@link PartitionWriter}, and goes on
 * from the marks in the database, never from Kafka's committed offsets, which follow for lag tools only.
 *
 * <p>A partition that cannot go on is paused while polling goes on, so that this replica stays in its group: after an
 * assignment or a failure it waits until its mark could be read; when the mark does not fit the log it is stopped.
 *
 * <p>Source of the contract: design, "Delivery contract", points 2 to 5.
 */
final class CleanListener implements Runnable, ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(CleanListener.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /** A broker that does not answer by then never hears of it, and finds out by itself after 10 s. */
    private static final Duration LEAVE = Duration.ofSeconds(3);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicWatch topic;
    private final Positions positions;
    private final PartitionWriter writer;
    private final Partitions partitions;
    private final PartitionMeters meters;
    private final Backoff backoff;
    private volatile boolean stopping;

    CleanListener(
            Consumer<byte[], byte[]> consumer,
            TopicWatch topic,
            Positions positions,
            PartitionWriter writer,
            Partitions partitions,
            PartitionMeters meters,
            Backoff backoff) {
        this.consumer = consumer;
        this.topic = topic;
        this.positions = positions;
        this.writer = writer;
        this.partitions = partitions;
        this.meters = meters;
        this.backoff = backoff;
    }

    /** Polls until {@link #stop}; what was polled before is stored before it returns. */
    @Override
    public void run() {
        try {
            consumer.subscribe(List.of(RawTopic.NAME), this);
            while (!stopping) {
                try {
                    turn();
                } catch (WakeupException e) {
                    LOG.debug("woken to stop");
                }
            }
        } finally {
            consumer.close(CloseOptions.timeout(LEAVE)); // says that it leaves, so that another goes on at once
        }
    }

    /** Ends the loop after the turn under way. Any thread may call it. */
    void stop() {
        stopping = true;
        consumer.wakeup();
    }

    private void turn() {
        ConsumerRecords<byte[], byte[]> records;
        try {
            records = consumer.poll(POLL);
        } catch (OffsetOutOfRangeException e) {
            outside(e);
            return;
        } catch (RetriableException e) {
            LOG.warn("the broker does not answer: {}", e.getMessage());
            return;
        }
        if (!records.isEmpty()) {
            storeAll(records);
        }
        findPositions();
        meters.show();
    }

    /**
     * What was seen of the log before is no longer true, and with each new record its end comes nearer to the mark. By the
     * leader's epoch the broker knows where the log was cut, even when it has grown past the mark since.
     */
    private void outside(OffsetOutOfRangeException e) {
        TopicState seen = topic.look();
        e.partitions().stream().filter(consumer.assignment()::contains).forEach(partition -> {
            Optional<Long> cut = e instanceof LogTruncationException truncated
                    ? Optional.ofNullable(truncated.divergentOffsets().get(partition))
                            .map(OffsetAndMetadata::offset)
                    : Optional.empty();
            outside(partition, seen, cut);
        });
    }

    private void outside(TopicPartition partition, TopicState seen, Optional<Long> cut) {
        try {
            if (partitions.get(partition.partition()).orElse(null) instanceof Running running) {
                positions.recordOutside(seen, running, partition.partition(), cut);
            }
            hold(partition, "its mark lies outside the log");
        } catch (RuntimeException failure) {
            failed(partition, failure);
        }
    }

    /** The topic may have been made anew since the last look: rows must never be stored under the wrong topic id. */
    private void storeAll(ConsumerRecords<byte[], byte[]> records) {
        Optional<String> topicId = topic.topicId();
        for (TopicPartition partition : records.partitions()) {
            if (partitions.get(partition.partition()).orElse(null) instanceof Running running) {
                store(partition, running, records.records(partition), topicId);
            }
        }
    }

    private void store(
            TopicPartition partition,
            Running running,
            List<ConsumerRecord<byte[], byte[]>> records,
            Optional<String> topicId) {
        if (!topicId.equals(Optional.of(running.topicId()))) {
            hold(partition, "the topic is another one, or the broker does not answer");
            return;
        }
        try {
            writer.write(running.generation(), partition.partition(), running.next(), records)
                    .ifPresentOrElse(
                            next -> advance(partition, running, next),
                            () -> hold(partition, "another replica has stored past it"));
        } catch (RuntimeException e) {
            failed(partition, e);
        }
    }

    private void advance(TopicPartition partition, Running running, long next) {
        partitions.set(partition.partition(), new Running(running.generation(), running.topicId(), next));
        backoff.reset();
        consumer.commitAsync(Map.of(partition, new OffsetAndMetadata(next)), (offsets, failure) -> {
            if (failure != null) {
                LOG.debug("the offset for lag tools was not committed", failure);
            }
        });
    }

    /** A failure of the database, or a defect: nothing was stored, so the same records are read again after a pause. */
    private void failed(TopicPartition partition, RuntimeException failure) {
        Waiting waiting = new Waiting("the database does not take its records");
        boolean said =
                partitions.get(partition.partition()).filter(waiting::equals).isPresent();
        if (!DatabaseErrors.isTransient(failure) && !DatabaseErrors.isWithoutTables(failure)) {
            LOG.error("partition {} could not be stored and is tried again", partition.partition(), failure);
        } else if (!said) { // one line an outage, not a line a try
            LOG.warn("partition {} waits: {}", partition.partition(), DatabaseErrors.sentence(failure));
        }
        hold(partition, waiting.why());
        backoff.failed();
    }

    /** Paused at an offset that is never read, so that the client does not find fault with the one it had. */
    private void hold(TopicPartition partition, String why) {
        consumer.pause(List.of(partition));
        consumer.seek(partition, 0);
        partitions.set(partition.partition(), new Waiting(why));
    }

    /** Seeks every waiting partition to its mark, when there is one that fits the log. */
    private void findPositions() {
        boolean anyWaits = partitions.all().values().stream().anyMatch(state -> !(state instanceof Running));
        if (!anyWaits || !backoff.over()) {
            return;
        }
        TopicState seen = topic.state();
        for (TopicPartition partition : consumer.assignment()) {
            PartitionState before = partitions.get(partition.partition()).orElse(new Waiting("assigned"));
            if (!(before instanceof Running)) {
                findPosition(partition, before, seen);
            }
        }
    }

    private void findPosition(TopicPartition partition, PartitionState before, TopicState seen) {
        try {
            PartitionState found = positions.find(seen, topic::look, partition.partition());
            if (found instanceof Running running) {
                consumer.seek(partition, new OffsetAndMetadata(running.next(), running.leaderEpoch(), ""));
                consumer.resume(List.of(partition));
                LOG.info("partition {} goes on at offset {}", partition.partition(), running.next());
            } else if (found instanceof Stopped stopped && !found.equals(before)) {
                LOG.error("partition {} is stopped ({}): {}", partition.partition(), stopped.code(), stopped.why());
            }
            partitions.set(partition.partition(), found);
        } catch (RuntimeException e) {
            failed(partition, e);
        }
    }

    /**
     * Nothing may fail here: the client would go on from the committed offset. So each partition is held, and its mark is
     * looked for in the loop.
     */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        assigned.forEach(partition -> hold(partition, "just assigned"));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        revoked.forEach(partition -> partitions.remove(partition.partition()));
    }
}
