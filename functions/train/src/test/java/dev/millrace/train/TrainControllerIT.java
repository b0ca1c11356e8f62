package dev.millrace.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.store.RunLock;
import dev.millrace.store.TrainingRun;
import dev.millrace.testkit.SampleDocuments;
import dev.millrace.testkit.TestDatabase;
import dev.millrace.testkit.Until;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainControllerIT {
    private final TestDatabase database = TestDatabase.fresh();
    private final Stock stock = new Stock(database);
    private final Served train = new Served(database);

    @AfterEach
    void close() {
        train.close();
        stock.close();
    }

    @Test
    void request_beginsARunThatCanBeFollowedToItsEnd() {
        stock.add(SampleDocuments.iris());

        Served.Answer accepted = train.send("POST", "/train", "{\"model\":\"iris\"}");

        assertThat(accepted.status()).isEqualTo(202);
        String href = accepted.response.headers().firstValue("Location").orElseThrow();
        assertThat(accepted.json()).containsEntry("href", href).containsEntry("model", "iris");
        assertThat(accepted.json().get("run")).isEqualTo(accepted.json().get("id"));
        Until.until(
                "the run has ended",
                Duration.ofSeconds(60),
                () -> !train.get(href).at("state").equals(TrainingRun.RUNNING));
        assertThat(train.get(href).json())
                .containsEntry("state", "published")
                .containsEntry("version", 1)
                .containsKeys("ended", "message", "gate", "metrics", "snapshot_hash");
        assertThat(train.get("/runs?model=iris&limit=1").text())
                .contains(accepted.at("id").toString());
        assertThat(train.get("/metrics").text())
                .contains("millrace_training_runs_total{model=\"iris\",state=\"published\"} 1.0")
                .contains("millrace_training_duration_seconds_count{model=\"iris\"} 1")
                .contains("millrace_gate_verdicts_total{model=\"iris\",verdict=\"promoted\"} 1.0");
    }

    @Test
    void runUnderWay_isAConflictThatNamesIt() {
        try (Bench other = new Bench(database);
                RunLock.Held held = other.lock.tryAcquire(Bench.IRIS.name()).orElseThrow()) {
            TrainingRun run = other.table.start(Bench.IRIS.name(), "test");

            Served.Answer conflict = train.send("POST", "/train", "{\"model\":\"iris\"}");

            assertThat(held.stillHeld()).isTrue();
            assertThat(conflict.status()).isEqualTo(409);
            assertThat(conflict.json())
                    .containsEntry("code", "run-under-way")
                    .containsEntry("run", run.id().toString())
                    .containsEntry("href", "/runs/" + run.id());
        }
    }

    @Test
    void wrongRequests_areRefusedWithTheField() {
        assertThat(train.send("POST", "/train", "{\"model\":\"roses\"}").json())
                .containsEntry("status", 422)
                .containsEntry("code", "unknown-model")
                .containsEntry("field", "model");
        assertThat(train.send("POST", "/train", "{}").json())
                .containsEntry("status", 422)
                .containsEntry("field", "model");
        assertThat(train.send("POST", "/train", "{\"model\":\"iris\",\"now\":true}")
                        .json())
                .containsEntry("status", 422)
                .containsEntry("field", "now");
        assertThat(train.send("POST", "/train", "").json()).containsEntry("status", 400);
        assertThat(train.send("POST", "/train", "no JSON").json()).containsEntry("status", 400);
        assertThat(train.get("/runs/nobody").json()).containsEntry("status", 404);
        assertThat(train.get("/runs?limit=0").json()).containsEntry("status", 422);
        assertThat(train.get("/runs?model=roses").json()).containsEntry("status", 422);
    }

    @Test
    void databaseThatAnswers_isReady() {
        assertThat(train.get("/health/ready").status()).isEqualTo(200);
    }
}
