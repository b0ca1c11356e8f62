package dev.millrace.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.ModelDefinition;
import dev.millrace.store.RunLock;
import dev.millrace.store.TrainingRun;
import dev.millrace.testkit.SampleDocuments;
import dev.millrace.testkit.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunsIT {
    private static final ModelDefinition IRIS = Bench.IRIS;

    private final TestDatabase database = TestDatabase.fresh();
    private final Bench bench = new Bench(database, 1, 0);

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void runOfAnotherReplica_isNamed() {
        try (Bench other = new Bench(database);
                RunLock.Held held = other.lock.tryAcquire(IRIS.name()).orElseThrow()) {
            TrainingRun running = other.table.start(IRIS.name(), "test");

            Start start = bench.runs.start(IRIS, "test");

            assertThat(held.stillHeld()).isTrue();
            assertThat(start)
                    .isInstanceOfSatisfying(
                            Start.UnderWay.class,
                            underWay -> assertThat(underWay.run())
                                    .map(TrainingRun::id)
                                    .contains(running.id()));
        }
    }

    @Test
    void runWhoseProcessDied_isAbandonedWhenTheNextBegins() {
        TrainingRun dead = bench.table.start(IRIS.name(), "its process died");

        bench.train(IRIS);

        assertThat(bench.table.find(dead.id()).orElseThrow().state()).isEqualTo(TrainingRun.ABANDONED);
    }

    @Test
    void runWhoseProcessDied_isAbandonedByTheSweep() {
        TrainingRun dead = bench.table.start(IRIS.name(), "its process died");

        assertThat(bench.runs.abandonStale(IRIS.name())).isEqualTo(1);
        assertThat(bench.meters
                        .get("millrace.training.runs")
                        .tags("model", IRIS.name().value(), "state", TrainingRun.ABANDONED)
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(bench.table.find(dead.id()).orElseThrow().state()).isEqualTo(TrainingRun.ABANDONED);
    }

    @Test
    void runThatLives_isLeftAloneByTheSweep() {
        try (Bench other = new Bench(database);
                RunLock.Held held = other.lock.tryAcquire(IRIS.name()).orElseThrow()) {
            TrainingRun living = other.table.start(IRIS.name(), "test");

            assertThat(bench.runs.abandonStale(IRIS.name())).isZero();
            assertThat(held.stillHeld()).isTrue();
            assertThat(bench.table.find(living.id()).orElseThrow().state()).isEqualTo(TrainingRun.RUNNING);
        }
    }

    @Test
    void moreRunsThanMayWait_areRefused() {
        assertThat(bench.workshop.reserve()).isTrue();

        assertThat(bench.runs.start(IRIS, "test")).isInstanceOf(Start.Full.class);

        bench.workshop.giveBack();
        assertThat(bench.train(IRIS).state()).isEqualTo(TrainingRun.FAILED); // there are no documents
    }

    @Test
    void runAfterRun_beginsAtOnce() {
        for (int run = 0; run < 5; run++) {
            assertThat(bench.train(IRIS).ended()).isPresent();
        }
    }

    @Test
    void processThatStops_abandonsItsRunAtTheNextPhase() throws InterruptedException {
        try (Stock stock = new Stock(database)) {
            stock.add(SampleDocuments.iris());
            bench.workshop.close(Duration.ZERO);
            TrainingRun run = bench.table.start(IRIS.name(), "test");
            RunLock.Held held = bench.lock.tryAcquire(IRIS.name()).orElseThrow();

            TrainingRun ended = bench.execution().carryOut(IRIS, run, held);

            assertThat(ended.state()).isEqualTo(TrainingRun.ABANDONED);
            assertThat(ended.message().orElse("")).contains("the process was stopped");
            assertThat(bench.registry.versions(IRIS.name())).isEmpty();
        }
    }

    @Test
    void endedRun_isCounted() {
        bench.train(IRIS);

        assertThat(bench.meters
                        .get("millrace.training.runs")
                        .tags("model", "iris", "state", "failed")
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
