package dev.millrace.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainingRunsIT {
    private static final Instant MINUTE = Instant.parse("2026-03-01T12:01:00Z");

    private final StoreDatabase database = StoreDatabase.fresh();
    private final TrainingRuns runs = new TrainingRuns(database.as(DatabaseRole.TRAIN));
    private final Registry registry = new Registry(database.as(DatabaseRole.TRAIN));

    @AfterEach
    void close() {
        database.close();
    }

    private static RunOutcome outcome(String state, boolean judged) {
        return outcome(state, judged, Optional.empty());
    }

    private static RunOutcome outcome(String state, boolean judged, Optional<Integer> version) {
        return new RunOutcome(
                state,
                Optional.of("snapshot"),
                Optional.of("settings"),
                Optional.of("1.0"),
                version,
                Optional.of("as the last"),
                Optional.of("{\"cost\": 10}"),
                judged);
    }

    private TrainingRun run(String state, boolean judged) {
        return runs.finish(runs.start(Rows.SPAM, "request").id(), outcome(state, judged));
    }

    private int publish(boolean promote) {
        NewVersion version = new NewVersion(
                Rows.SPAM,
                "model".getBytes(UTF_8),
                promote ? VersionInfo.PUBLISHED : VersionInfo.REJECTED,
                "{}",
                "{}",
                List.of(),
                Optional.ofNullable(registry.aliases(Rows.SPAM).get(AliasChange.CHAMPION)));
        return registry.publish(version, promote, "train", "test").version().version();
    }

    private TrainingRun judgedRun(boolean promote) {
        return publishAndFinish(runs.start(Rows.SPAM, "request"), promote);
    }

    private TrainingRun publishAndFinish(TrainingRun run, boolean promote) {
        String state = promote ? TrainingRun.PUBLISHED : TrainingRun.REJECTED;
        return runs.finish(run.id(), outcome(state, true, Optional.of(publish(promote))));
    }

    @Test
    void run_isFoundFromStartToEnd() {
        TrainingRun started = runs.start(Rows.SPAM, "request");
        assertThat(runs.find(started.id())).contains(started);
        assertThat(started.state()).isEqualTo(TrainingRun.RUNNING);

        TrainingRun finished = runs.finish(started.id(), outcome(TrainingRun.UNCHANGED, false));

        assertThat(runs.find(started.id())).contains(finished);
        assertThat(finished.ended()).isPresent();
        assertThat(finished.snapshotHash()).contains("snapshot");
        assertThat(finished.detailJson()).contains("{\"cost\": 10}");
        assertThat(runs.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void runThatIsOver_cannotEndAgain() {
        TrainingRun over = run(TrainingRun.REJECTED, true);

        assertThatIllegalStateException()
                .isThrownBy(() -> runs.finish(over.id(), RunOutcome.failed("late")))
                .withMessageContaining("over already");
    }

    @Test
    void lastFinished_isTheNewestWithAFinding() {
        assertThat(runs.lastFinished(Rows.SPAM)).isEmpty();
        TrainingRun rejected = run(TrainingRun.REJECTED, true);
        TrainingRun failed = runs.finish(runs.start(Rows.SPAM, "request").id(), RunOutcome.failed("out of memory"));

        assertThat(runs.lastFinished(Rows.SPAM)).contains(rejected);
        assertThat(runs.recent(Rows.SPAM, 10)).containsExactly(failed, rejected);
        assertThat(runs.recent(Rows.SPAM, 1)).containsExactly(failed);
    }

    @Test
    void looks_areTheJudgedRunsSinceTheChampionWasSet() {
        run(TrainingRun.PUBLISHED, false);
        publish(true);
        assertThat(runs.looks(Rows.SPAM)).isZero();
        judgedRun(false);
        run(TrainingRun.UNCHANGED, false);
        judgedRun(false);
        assertThat(runs.looks(Rows.SPAM)).isEqualTo(2);

        judgedRun(true);

        assertThat(runs.looks(Rows.SPAM))
                .as("the look that promoted was at the old champion")
                .isZero();
    }

    @Test
    void lookAtAChampionThatWasSetDuringTheRun_counts() {
        publish(true);
        TrainingRun run = runs.start(Rows.SPAM, "request");
        publish(true);
        publishAndFinish(run, false);

        assertThat(runs.looks(Rows.SPAM)).isEqualTo(1);
    }

    @Test
    void minuteOfASchedule_isRunByOneReplica() throws Exception {
        Callable<Optional<TrainingRun>> start = () -> runs.startScheduled(Rows.SPAM, MINUTE);
        int started = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Optional<TrainingRun>> run :
                    threads.invokeAll(Stream.generate(() -> start).limit(6).toList())) {
                started += run.get().isPresent() ? 1 : 0;
            }
        }

        assertThat(started).isEqualTo(1);
        assertThat(runs.startScheduled(Rows.SPAM, MINUTE.plusSeconds(60))).isPresent();
        assertThat(runs.start(Rows.SPAM, "request")).isNotEqualTo(runs.start(Rows.SPAM, "request"));
    }

    @Test
    void runOfAProcessThatDied_isAbandoned() {
        TrainingRun dead = runs.start(Rows.SPAM, "request");
        TrainingRun over = run(TrainingRun.UNCHANGED, false);

        assertThat(runs.abandonStale(Rows.SPAM)).isEqualTo(1);
        assertThat(runs.find(dead.id()).orElseThrow().state()).isEqualTo(TrainingRun.ABANDONED);
        assertThat(runs.find(over.id())).contains(over);
    }
}
