package dev.millrace.predict;

import static dev.millrace.predict.SmallModels.SPAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.predict.InferenceStats.Times;
import dev.millrace.predict.InferenceStats.Total;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InferenceStatsTest {

    @Test
    void answers_areCountedByTheirRows() {
        InferenceStats stats = new InferenceStats();
        stats.answered(1, new Times(1, 2, 3, 4), 1000);
        stats.answered(64, new Times(10, 20, 30, 40), 2000);
        stats.answered(1, new Times(1, 1, 1, 1), 3000);

        assertThat(stats.rows()).isEqualTo(66);
        assertThat(stats.lastMillis()).isEqualTo(3000);
        assertThat(stats.byBatchSize())
                .containsExactly(
                        Map.entry(1, new Total(2, new Times(2, 3, 4, 5))),
                        Map.entry(64, new Total(1, new Times(10, 20, 30, 40))));
    }

    @Test
    void failures_areCountedApart() {
        InferenceStats stats = new InferenceStats();
        stats.failed(7);
        stats.failed(8);

        assertThat(stats.failures()).isEqualTo(2);
        assertThat(stats.failureNanos()).isEqualTo(15);
        assertThat(stats.rows()).isZero();
        assertThat(stats.byBatchSize()).isEmpty();
    }

    @Test
    void body_sumsOverTheSizesOfBatches() {
        LoadedVersion version = SmallModels.loaded(SPAM, 3);
        version.stats().answered(1, new Times(1, 2, 3, 4), 1000);
        version.stats().answered(64, new Times(10, 20, 30, 40), 2000);
        version.stats().failed(7);

        Map<String, Object> body = StatsBody.of(version);

        assertThat(body)
                .containsEntry("name", "spam")
                .containsEntry("version", "3")
                .containsEntry("last_inference", 2000L)
                .containsEntry("inference_count", 65L)
                .containsEntry("execution_count", 2L);
        assertThat(body.get("inference_stats"))
                .isEqualTo(Map.of(
                        "success", duration(2, 110),
                        "fail", duration(1, 7),
                        "queue", duration(2, 11),
                        "compute_input", duration(2, 22),
                        "compute_infer", duration(2, 33),
                        "compute_output", duration(2, 44),
                        "cache_hit", duration(0, 0),
                        "cache_miss", duration(0, 0)));
        assertThat(body.get("batch_stats"))
                .isEqualTo(List.of(
                        Map.of(
                                "batch_size", 1,
                                "compute_input", duration(1, 2),
                                "compute_infer", duration(1, 3),
                                "compute_output", duration(1, 4)),
                        Map.of(
                                "batch_size", 64,
                                "compute_input", duration(1, 20),
                                "compute_infer", duration(1, 30),
                                "compute_output", duration(1, 40))));
    }

    @Test
    void versionThatNeverAnswered_hasZeros() {
        assertThat(StatsBody.of(SmallModels.loaded(SPAM, 3)))
                .containsEntry("last_inference", 0L)
                .containsEntry("inference_count", 0L)
                .containsEntry("execution_count", 0L)
                .containsEntry("batch_stats", List.of());
    }

    private static Map<String, Long> duration(long count, long nanos) {
        return Map.of("count", count, "ns", nanos);
    }
}
