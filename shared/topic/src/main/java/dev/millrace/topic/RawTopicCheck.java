package dev.millrace.topic;

import dev.millrace.document.RawTopic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the topic {@code documents.raw} when it is missing, and says how it is. One check takes 5 s at the most; nothing
 * is thrown for what the broker does or fails to do. For any number of threads.
 */
public final class RawTopicCheck implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private final Map<String, Object> config;
    private final int replication;
    private final Duration limit;
    private @Nullable Admin admin;

    /**
     * Connects at the first check only.
     *
     * @param adminConfig of Kafka's admin client: {@code bootstrap.servers} and what security asks; time-outs are ours
     * @param replication copies of each record when the topic is made here
     */
    public RawTopicCheck(Map<String, Object> adminConfig, int replication) {
        this(adminConfig, replication, LIMIT);
    }

    RawTopicCheck(Map<String, Object> adminConfig, int replication, Duration limit) {
        if (replication < 1 || replication > Short.MAX_VALUE) {
            throw new IllegalArgumentException("replication is " + replication + ": expected at least 1");
        }
        int millis = Math.toIntExact(limit.toMillis());
        this.config = new HashMap<>(adminConfig);
        this.config.putIfAbsent(AdminClientConfig.CLIENT_ID_CONFIG, "millrace-topic-check");
        this.config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        this.config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        this.replication = replication;
        this.limit = limit;
    }

    /** Looks, makes the topic when it is missing, and looks again. Two callers at once make one topic. */
    public TopicState makeAndCheck() {
        return within(
                deadline -> {
                    TopicState state = look(deadline);
                    return state instanceof TopicState.Missing ? make(deadline) : state;
                },
                state -> state);
    }

    /** Looks. */
    public TopicState check() {
        return within(this::look, state -> state);
    }

    /** The id of the topic now, in one round trip; none when it is missing or the broker does not answer. */
    public Optional<String> topicId() {
        return within(deadline -> Optional.of(new TopicLook(admin(), deadline).topicId()), state -> Optional.empty());
    }

    private interface Work<T> {
        T by(Deadline deadline) throws ExecutionException, TimeoutException, InterruptedException;
    }

    private <T> T within(Work<T> work, Function<TopicState, T> otherwise) {
        try {
            return work.by(new Deadline(limit));
        } catch (ExecutionException e) {
            return otherwise.apply(unreachable(String.valueOf(e.getCause())));
        } catch (TimeoutException e) {
            return otherwise.apply(unreachable("no answer within " + limit.toMillis() + " ms"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise.apply(unreachable("interrupted"));
        } catch (KafkaException e) {
            String cause = Optional.ofNullable(e.getCause()).map(c -> ": " + c).orElse("");
            return otherwise.apply(unreachable(e + cause));
        }
    }

    private TopicState.Unreachable unreachable(String why) {
        return new TopicState.Unreachable(
                "Kafka at " + config.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG) + ": " + why);
    }

    private TopicState look(Deadline deadline) throws ExecutionException, TimeoutException, InterruptedException {
        try {
            return new TopicLook(admin(), deadline).state();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return new TopicState.Missing("it was not made yet");
            }
            throw e;
        }
    }

    private TopicState make(Deadline deadline) throws ExecutionException, TimeoutException, InterruptedException {
        try {
            deadline.answerOf(admin().createTopics(List.of(wanted())).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) { // another function was quicker: as good
                return new TopicState.Missing(String.valueOf(e.getCause()));
            }
        }
        TopicState state = look(deadline);
        while (state instanceof TopicState.Missing && !deadline.passed()) {
            LockSupport.parkNanos(PAUSE_NANOS); // the news of the new topic is on its way between brokers
            state = look(deadline);
        }
        return state;
    }

    private NewTopic wanted() {
        Map<String, String> settings = new HashMap<>(RetentionRule.settings());
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(RawTopic.RECORD_LIMIT));
        // An acknowledgement means two copies where there are three: one broker may then be lost, with nothing lost.
        settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replication >= 3 ? "2" : "1");
        return new NewTopic(RawTopic.NAME, RawTopic.PARTITIONS, (short) replication).configs(settings);
    }

    /** A client cannot even be made while the broker's name is unknown, as in a network that is just starting. */
    private synchronized Admin admin() {
        Admin made = admin;
        if (made == null) {
            made = Admin.create(config);
            admin = made;
        }
        return made;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }
}
