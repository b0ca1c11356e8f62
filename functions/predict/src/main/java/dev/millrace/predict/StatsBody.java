package dev.millrace.predict;

import dev.millrace.predict.InferenceStats.Times;
import dev.millrace.predict.InferenceStats.Total;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The statistics of a version, in the words of the protocol's statistics extension. */
final class StatsBody {
    private StatsBody() {}

    static Map<String, Object> of(LoadedVersion version) {
        InferenceStats stats = version.stats();
        Map<Integer, Total> byBatchSize = stats.byBatchSize();
        Total all = sum(byBatchSize.values().stream().toList());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", version.model().value());
        body.put("version", version.name());
        body.put("last_inference", stats.lastMillis());
        body.put("inference_count", stats.rows());
        body.put("execution_count", all.count());
        body.put("inference_stats", inferenceStats(all, stats));
        body.put("batch_stats", batchStats(byBatchSize));
        body.put("response_stats", Map.of());
        body.put("memory_usage", List.of());
        return body;
    }

    private static Map<String, Object> inferenceStats(Total all, InferenceStats stats) {
        Map<String, Object> times = new LinkedHashMap<>();
        times.put("success", duration(all.count(), all.times().sum()));
        times.put("fail", duration(stats.failures(), stats.failureNanos()));
        times.put("queue", duration(all.count(), all.times().queue()));
        putComputation(times, all);
        times.put("cache_hit", duration(0, 0));
        times.put("cache_miss", duration(0, 0));
        return times;
    }

    private static List<Map<String, Object>> batchStats(Map<Integer, Total> byBatchSize) {
        List<Map<String, Object>> batches = new ArrayList<>();
        byBatchSize.forEach((size, total) -> {
            Map<String, Object> batch = new LinkedHashMap<>();
            batch.put("batch_size", size);
            putComputation(batch, total);
            batches.add(batch);
        });
        return batches;
    }

    private static void putComputation(Map<String, Object> into, Total total) {
        into.put("compute_input", duration(total.count(), total.times().input()));
        into.put("compute_infer", duration(total.count(), total.times().infer()));
        into.put("compute_output", duration(total.count(), total.times().output()));
    }

    private static Map<String, Long> duration(long count, long nanos) {
        return Map.of("count", count, "ns", nanos);
    }

    private static Total sum(List<Total> totals) {
        return totals.stream()
                .reduce(
                        new Total(0, new Times(0, 0, 0, 0)),
                        (a, b) -> new Total(a.count() + b.count(), sum(a.times(), b.times())));
    }

    private static Times sum(Times a, Times b) {
        return new Times(a.queue() + b.queue(), a.input() + b.input(), a.infer() + b.infer(), a.output() + b.output());
    }
}
