package dev.millrace.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.ModelDefinition;
import dev.millrace.document.Models;
import dev.millrace.store.TrainingRun;
import dev.millrace.testkit.SampleDocuments;
import dev.millrace.testkit.TestDatabase;
import dev.millrace.testkit.Until;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainScheduleIT {
    private static final ModelDefinition IRIS = Bench.scheduled(Bench.IRIS, "*/2 * * * *");

    private final TestDatabase database = TestDatabase.fresh();
    private final Stock stock = new Stock(database);
    private final Bench one = new Bench(database);
    private final Bench other = new Bench(database);
    private final ClockByHand clock = new ClockByHand(Instant.parse("2026-07-01T12:00:30Z"));
    private final TrainSchedule first = new TrainSchedule(new Models(List.of(IRIS)), one.runs, clock);
    private final TrainSchedule second = new TrainSchedule(new Models(List.of(IRIS)), other.runs, clock);

    @AfterEach
    void close() {
        one.close();
        other.close();
        stock.close();
    }

    @Test
    void twoReplicas_giveOneRunEachDueMinute() {
        stock.add(SampleDocuments.iris());
        for (int minute = 0; minute < 6; minute++) {
            tickBothUntilQuiet();
            clock.forward(Duration.ofMinutes(1));
        }

        List<TrainingRun> runs = one.table.recent(IRIS.name(), 100);
        assertThat(runs).hasSize(3); // 12:00, 12:02, 12:04
        assertThat(runs.getLast().state()).isEqualTo(TrainingRun.PUBLISHED);
        assertThat(runs.subList(0, 2)).allSatisfy(run -> assertThat(run.state()).isEqualTo(TrainingRun.UNCHANGED));
        assertThat(one.registry.versions(IRIS.name())).hasSize(1);
    }

    @Test
    void missedMinutes_areNotMadeUp() {
        tickBothUntilQuiet();
        clock.forward(Duration.ofMinutes(11));
        tickBothUntilQuiet();

        assertThat(one.table.recent(IRIS.name(), 100)).hasSize(1); // 12:11 is not due
    }

    @Test
    void runUnderWay_leavesTheMinuteOut() throws Exception {
        try (var held = other.lock.tryAcquire(IRIS.name()).orElseThrow()) {
            other.table.start(IRIS.name(), "a long one");
            first.tick();

            assertThat(held.stillHeld()).isTrue();
            assertThat(one.table.recent(IRIS.name(), 100)).hasSize(1);
        }
    }

    @Test
    void runWhoseProcessDied_isAbandonedEvenWhenNothingIsDue() {
        clock.forward(Duration.ofMinutes(1));
        TrainingRun dead = one.table.start(IRIS.name(), "its process died");

        first.tick();

        assertThat(one.table.find(dead.id()).orElseThrow().state()).isEqualTo(TrainingRun.ABANDONED);
    }

    private void tickBothUntilQuiet() {
        for (int round = 0; round < 3; round++) {
            CompletableFuture.allOf(CompletableFuture.runAsync(first::tick), CompletableFuture.runAsync(second::tick))
                    .join();
            Until.until(
                    "no run is under way",
                    Duration.ofSeconds(30),
                    () -> one.table.recent(IRIS.name(), 100).stream()
                            .noneMatch(run -> run.state().equals(TrainingRun.RUNNING)));
        }
    }

    /** A clock that stands still until it is moved. */
    private static final class ClockByHand extends Clock {
        private final AtomicLong now; // seconds

        ClockByHand(Instant begin) {
            now = new AtomicLong(begin.getEpochSecond());
        }

        void forward(Duration by) {
            now.addAndGet(by.toSeconds());
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(now.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
