package dev.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.topic.TopicState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BrokerWatchTest {
    private static final TopicState GOOD = new TopicState.Good("topic", 3, Map.of(), Optional.empty());
    private static final TopicState AWAY = new TopicState.Unreachable("no answer");

    private final AtomicReference<TopicState> topic = new AtomicReference<>(AWAY);
    private final AtomicLong nanos = new AtomicLong();
    private final BrokerWatch watch = new BrokerWatch(topic::get, nanos::get);

    private void after(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void brokerThatNeverAnswered_isNotReady() {
        assertThat(watch.notReady()).isPresent();
    }

    @Test
    void oneLookThatFoundNobody_leavesItReady() {
        topic.set(GOOD);
        assertThat(watch.notReady()).isEmpty();
        topic.set(AWAY);
        after(Duration.ofSeconds(5));

        assertThat(watch.notReady()).isEmpty();
    }

    @Test
    void brokerThatIsAway_makesItNotReady() {
        topic.set(GOOD);
        assertThat(watch.notReady()).isEmpty();
        topic.set(AWAY);
        after(Duration.ofSeconds(13));

        assertThat(watch.notReady()).hasValueSatisfying(why -> assertThat(why).contains("no answer"));
    }

    @Test
    void topicThatIsMissing_makesItNotReadyAtOnce() {
        topic.set(GOOD);
        assertThat(watch.notReady()).isEmpty();
        topic.set(new TopicState.Missing("nobody made it"));

        assertThat(watch.notReady()).isPresent();
    }
}
