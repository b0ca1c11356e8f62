package dev.millrace.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.Place;
import dev.millrace.store.Batch;
import dev.millrace.store.Database;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.DeadLetter;
import dev.millrace.store.DocumentStore;
import dev.millrace.store.Topics;
import dev.millrace.testkit.TestDatabase;
import dev.millrace.topic.TopicState;
import java.time.Instant;
import java.util.List;
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
        assertThat(find(log("one", 5, 9))).isEqualTo(new PartitionState.Running(1, "one", 5));
        assertThat(topics.newest().orElseThrow().topicId()).isEqualTo("one");
    }

    @Test
    void markWithinTheLog_goesOnThere() {
        topics.begin(0, "one", 3, Map.of(0, 7L, 1, 0L, 2, 0L), "test");
        assertThat(find(log("one", 5, 9))).isEqualTo(new PartitionState.Running(1, "one", 7));
    }

    @Test
    void markBelowTheLog_stopsByName() {
        topics.begin(0, "one", 3, Map.of(0, 2L, 1, 0L, 2, 0L), "test");
        assertStopped(find(log("one", 5, 9)), "mark-below-log");
    }

    @Test
    void markAboveTheLog_stopsByName() {
        topics.begin(0, "one", 3, Map.of(0, 12L, 1, 0L, 2, 0L), "test");
        assertStopped(find(log("one", 5, 9)), "mark-above-log");
    }

    @Test
    void lostRecords_stopThePartitionEvenWhenNewOnesHaveTakenTheirOffsets() {
        topics.begin(0, "one", 3, Map.of(0, 12L, 1, 5L, 2, 5L), "test");
        PartitionState stopped = find(log("one", 5, 9));

        assertStopped(stopped, "mark-above-log");
        assertThat(find(log("one", 5, 30))).isEqualTo(stopped);
        assertThat(positions.find(log("one", 5, 30), () -> log("one", 5, 30), 1))
                .isEqualTo(new PartitionState.Running(1, "one", 5));
    }

    @Test
    void newGenerationAfterALoss_beginsWhereTheLogHadEnded() {
        topics.begin(0, "one", 3, Map.of(0, 12L, 1, 7L, 2, 7L), "test");
        find(log("one", 5, 9));
        positions.beginNext(() -> log("one", 5, 30), 1, "a broker's disk was lost");

        assertThat(topics.marks(2)).extracting("next").containsExactly(9L, 7L, 7L);
        assertThat(find(log("one", 5, 30))).isEqualTo(new PartitionState.Running(2, "one", 9));
    }

    @Test
    void lossThatIsDeeperStill_isKept() {
        topics.begin(0, "one", 3, Map.of(0, 12L, 1, 7L, 2, 7L), "test");
        find(log("one", 5, 9));
        find(log("one", 5, 8));
        assertThat(topics.positions(1).getFirst().lostFrom()).contains(8L);
    }

    @Test
    void logOfAnOlderLeader_stopsWhileItIsThere() {
        storedUnderEpoch(7);
        assertStopped(find(log("one", 0, 30, 6)), "mark-above-log");
        assertThat(find(log("one", 0, 30, 7))).isEqualTo(new PartitionState.Running(1, "one", 1, Optional.of(7)));
    }

    @Test
    void newGenerationOnTheLogOfAnOlderLeader_readsAllOfIt() {
        storedUnderEpoch(7);
        positions.beginNext(() -> log("one", 0, 30, 6), 1, "an older disk");
        assertThat(topics.marks(2)).extracting("next").containsExactly(0L, 0L, 0L);
    }

    @Test
    void markOutsideALogThatHasGrownSince_isALossFromItsStart() {
        topics.begin(0, "one", 3, Map.of(0, 12L, 1, 7L, 2, 7L), "test");
        PartitionState.Running running = new PartitionState.Running(1, "one", 12);
        positions.recordOutside(log("one", 5, 30), running, 0, Optional.empty());
        assertThat(topics.positions(1).getFirst().lostFrom()).contains(5L);
    }

    @Test
    void markOutsideALogThatWasCut_isALossFromThere() {
        topics.begin(0, "one", 3, Map.of(0, 12L, 1, 7L, 2, 7L), "test");
        PartitionState.Running running = new PartitionState.Running(1, "one", 12);
        positions.recordOutside(log("one", 5, 30), running, 0, Optional.of(9L));
        assertThat(topics.positions(1).getFirst().lostFrom()).contains(9L);
    }

    @Test
    void markAboveWhatWasSeenBefore_isLookedAtAgain() {
        topics.begin(0, "one", 3, Map.of(0, 12L, 1, 0L, 2, 0L), "test");
        assertThat(positions.find(log("one", 5, 9), () -> log("one", 5, 20), 0))
                .isEqualTo(new PartitionState.Running(1, "one", 12));
        assertThat(positions.find(log("one", 5, 9), () -> new TopicState.Unreachable("away"), 0))
                .isInstanceOf(PartitionState.Waiting.class);
        assertThat(topics.positions(1))
                .allSatisfy(position -> assertThat(position.lostFrom()).isEmpty());
    }

    @Test
    void topicMadeAnew_stopsByName() {
        topics.begin(0, "one", 3, Map.of(0, 7L, 1, 0L, 2, 0L), "test");
        assertStopped(find(log("two", 0, 100)), "other-topic");
    }

    @Test
    void otherNumberOfPartitions_stopsByName() {
        assertStopped(find(new TopicState.WrongPartitions(6)), "wrong-partitions");
    }

    @Test
    void brokerAway_waits() {
        assertThat(find(new TopicState.Unreachable("away"))).isInstanceOf(PartitionState.Waiting.class);
    }

    @Test
    void newGenerationOfAnotherTopic_beginsAtItsStart() {
        topics.begin(0, "one", 3, Map.of(0, 7L, 1, 0L, 2, 0L), "test");
        positions.beginNext(() -> log("two", 3, 100), 1, "made anew");
        assertThat(find(log("two", 3, 100))).isEqualTo(new PartitionState.Running(2, "two", 3));
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

    /** One record of partition 0, stored. */
    private void storedUnderEpoch(int epoch) {
        topics.begin(0, "one", 3, Map.of(0, 0L, 1, 0L, 2, 0L), "test");
        DeadLetter letter = new DeadLetter(
                new Place(1, 0, 0),
                Optional.empty(),
                "malformed",
                "a test",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
        new DocumentStore(database).commit(new Batch(1, 0, 0, 1, List.of(), List.of(letter), Optional.of(epoch)));
    }

    private PartitionState find(TopicState topic) {
        return positions.find(topic, () -> topic, 0);
    }

    private static TopicState.Good log(String topicId, long first, long end) {
        return log(topicId, first, end, 3);
    }

    private static TopicState.Good log(String topicId, long first, long end, int epoch) {
        TopicState.Range range = new TopicState.Range(first, end, Optional.of(epoch));
        return new TopicState.Good(topicId, 3, Map.of(0, range, 1, range, 2, range), Optional.empty());
    }

    private static void assertStopped(PartitionState state, String code) {
        assertThat(state)
                .isInstanceOfSatisfying(
                        PartitionState.Stopped.class,
                        stopped -> assertThat(stopped.code()).isEqualTo(code));
    }
}
