package dev.millrace.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.store.Database;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.Topics;
import dev.millrace.testkit.TestDatabase;
import dev.millrace.topic.TopicState;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PositionsTest {
    private final Database database = TestDatabase.fresh().open(DatabaseRole.CLEAN);
    private final Topics topics = new Topics(database);
    private final Positions positions = new Positions(topics);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void firstStart_beginsAtTheLogsStart() {
        assertThat(positions.find(log("one", 5, 9), 0)).isEqualTo(new PartitionState.Running(1, "one", 5));
        assertThat(topics.newest().orElseThrow().topicId()).isEqualTo("one");
    }

    @Test
    void markWithinTheLog_goesOnThere() {
        topics.begin(0, "one", 3, Map.of(0, 7L, 1, 0L, 2, 0L), "test");
        assertThat(positions.find(log("one", 5, 9), 0)).isEqualTo(new PartitionState.Running(1, "one", 7));
    }

    @Test
    void markBelowTheLog_stopsByName() {
        topics.begin(0, "one", 3, Map.of(0, 2L, 1, 0L, 2, 0L), "test");
        assertStopped(positions.find(log("one", 5, 9), 0), "mark-below-log");
    }

    @Test
    void markAboveTheLog_stopsByName() {
        topics.begin(0, "one", 3, Map.of(0, 12L, 1, 0L, 2, 0L), "test");
        assertStopped(positions.find(log("one", 5, 9), 0), "mark-above-log");
    }

    @Test
    void topicMadeAnew_stopsByName() {
        topics.begin(0, "one", 3, Map.of(0, 7L, 1, 0L, 2, 0L), "test");
        assertStopped(positions.find(log("two", 0, 100), 0), "other-topic");
    }

    @Test
    void otherNumberOfPartitions_stopsByName() {
        assertStopped(positions.find(new TopicState.WrongPartitions(6), 0), "wrong-partitions");
    }

    @Test
    void brokerAway_waits() {
        assertThat(positions.find(new TopicState.Unreachable("away"), 0)).isInstanceOf(PartitionState.Waiting.class);
    }

    @Test
    void newGenerationOfAnotherTopic_beginsAtItsStart() {
        topics.begin(0, "one", 3, Map.of(0, 7L, 1, 0L, 2, 0L), "test");
        positions.beginNext(() -> log("two", 3, 100), 1, "made anew");
        assertThat(positions.find(log("two", 3, 100), 0)).isEqualTo(new PartitionState.Running(2, "two", 3));
    }

    @Test
    void newGenerationOfTheSameTopic_losesNoMarkThatFits() {
        topics.begin(0, "one", 3, Map.of(0, 7L, 1, 2L, 2, 20L), "test");
        positions.beginNext(() -> log("one", 5, 9), 1, "retention ran out");
        assertThat(topics.marks(2)).extracting("next").containsExactly(7L, 5L, 9L);
    }

    @Test
    void nothingStopped_beginsNothing() {
        topics.begin(0, "one", 3, Map.of(0, 7L, 1, 7L, 2, 7L), "test");
        assertThatThrownBy(() -> positions.beginNext(() -> log("one", 5, 9), 1, "by mistake"))
                .isInstanceOf(Positions.TopicUnusableException.class)
                .hasMessageContaining("no partition is stopped");
        assertThat(topics.newest().orElseThrow().generation()).isEqualTo(1);
    }

    private static TopicState.Good log(String topicId, long first, long end) {
        TopicState.Range range = new TopicState.Range(first, end);
        return new TopicState.Good(topicId, 3, Map.of(0, range, 1, range, 2, range), Optional.empty());
    }

    private static void assertStopped(PartitionState state, String code) {
        assertThat(state)
                .isInstanceOfSatisfying(
                        PartitionState.Stopped.class,
                        stopped -> assertThat(stopped.code()).isEqualTo(code));
    }
}
