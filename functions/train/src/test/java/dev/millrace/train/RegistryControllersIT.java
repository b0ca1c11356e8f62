package dev.millrace.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testkit.SampleDocuments;
import dev.millrace.testkit.TestDatabase;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** On a registry with two versions of iris: 1 published, 2 rejected. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistryControllersIT {
    private static final String IRIS = "/registry/models/iris";

    private final TestDatabase database = TestDatabase.fresh();
    private final Served train = new Served(database);

    @BeforeAll
    void twoVersions() {
        try (Stock stock = new Stock(database);
                Bench bench = new Bench(database)) {
            stock.add(SampleDocuments.iris());
            bench.train(Bench.IRIS);
            bench.train(Bench.withLevel(Bench.IRIS, 0.04)); // the same classifier: no gain
        }
    }

    @BeforeEach
    void championIsOne() {
        move("champion", 1);
    }

    @AfterAll
    void close() {
        train.close();
    }

    @Test
    void models_areThoseOfTheModelsFileWithTheirAliases() {
        assertThat(train.get("/registry/models").text())
                .contains("{\"model\":\"spam\",\"aliases\":{}}", "\"model\":\"iris\"", "\"champion\":1");
    }

    @Test
    void versions_areListedNewestFirst() {
        Served.Answer answer = train.get(IRIS + "/versions");

        assertThat(answer.at("versions", 0, "version")).isEqualTo(2);
        assertThat(answer.at("versions", 0, "status")).isEqualTo("rejected");
        assertThat(answer.at("versions", 0, "parent")).isEqualTo(1);
        assertThat((Double) answer.at("versions", 0, "accuracy")).isGreaterThan(0.85);
        assertThat(answer.at("versions", 1, "version")).isEqualTo(1);
    }

    @Test
    void version_hasMetricsAndLineage() {
        Served.Answer version = train.get(IRIS + "/versions/1");

        assertThat(version.at("aliases", 0)).isEqualTo("champion");
        assertThat(version.at("metrics", "confusion", "counts", 0, 0)).isInstanceOf(Integer.class);
        assertThat(version.at("lineage", "snapshot", "rows")).isEqualTo(150);
    }

    @Test
    void rollback_leadsBackAndASecondOneForth() {
        move("champion", 2);

        assertThat(rollback().json())
                .containsEntry("version", 1)
                .containsEntry("from", 2)
                .containsEntry("by", "ada");
        assertThat(rollback().json()).containsEntry("version", 2);
    }

    @Test
    void history_saysWhichVersionWasLiveAtATime() {
        move("champion", 2);
        Object toTwo = newestChange();
        rollback();
        Object back = newestChange();

        assertThat(liveAt(toTwo)).containsEntry("version", 2).containsEntry("by", "a test");
        assertThat(liveAt(back)).containsEntry("version", 1).containsEntry("reason", "it was better");
        assertThat(liveAt(Instant.EPOCH)).containsEntry("live", false).doesNotContainKey("version");
    }

    @Test
    void freeAlias_isMovedAndShown() {
        assertThat(move("reference", 2).status()).isEqualTo(200);

        assertThat(train.get(IRIS + "/versions/2").text()).contains("\"reference\"");
    }

    @Test
    void whatIsNotThere_isNotFoundAndTheAnswerNamesWhatIs() {
        assertThat(train.get("/registry/models/roses/versions").text())
                .contains("\"status\":404", "unknown-model", "iris, spam");
        assertThat(train.get(IRIS + "/versions/9").text()).contains("\"status\":404", "the newest is 2");
        assertThat(move("champion", 9).text()).contains("\"status\":404", "the newest is 2");
        assertThat(train.send("POST", "/registry/models/spam/rollback", "{}").text())
                .contains("\"status\":409", "no-previous");
    }

    @Test
    void wrongMoves_areRefusedWithTheField() {
        assertThat(move("previous", 1).text()).contains("\"status\":422", "kept by the system");
        assertThat(move("Champion", 1).text()).contains("\"status\":422", "\"field\":\"alias\"");
        assertThat(train.send("PUT", IRIS + "/aliases/champion", "{\"version\":2}")
                        .text())
                .contains("\"status\":422", "\"field\":\"reason\"");
        assertThat(train.send("PUT", IRIS + "/aliases/champion", "{\"reason\":\"x\"}")
                        .text())
                .contains("\"status\":422", "\"field\":\"version\"");
        for (String at : new String[] {"yesterday", "-999999999-01-01T00:00:00Z"}) {
            assertThat(train.get(IRIS + "/history?at=" + at).text()).contains("\"status\":422", "\"field\":\"at\"");
        }
        assertThat(train.get(IRIS + "/history?at=2026-07-01T12:00:00+02:00").text())
                .contains("2026-07-01T10:00:00Z");
        assertThat(train.get(IRIS + "/versions/one").text()).contains("\"status\":400", "version");
    }

    private Served.Answer move(String alias, int version) {
        return train.send(
                "PUT",
                IRIS + "/aliases/" + alias,
                "{\"version\":%d,\"by\":\"a test\",\"reason\":\"to see it move\"}".formatted(version));
    }

    private Served.Answer rollback() {
        return train.send("POST", IRIS + "/rollback", "{\"by\":\"ada\",\"reason\":\"it was better\"}");
    }

    /** When champion moved last. */
    private Object newestChange() {
        Served.Answer history = train.get(IRIS + "/history");
        return history.at("changes", 0, "alias").equals("champion")
                ? history.at("changes", 0, "at")
                : history.at("changes", 1, "at");
    }

    private Map<String, Object> liveAt(Object at) {
        return train.get(IRIS + "/history?at=" + at).json();
    }
}
