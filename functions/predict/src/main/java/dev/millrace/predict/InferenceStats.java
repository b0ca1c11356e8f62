package dev.millrace.predict;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What a version has answered since it was loaded, and the time it took. Any thread may count. */
final class InferenceStats {
    /** Nanoseconds of one request, or of many: waiting, reading the body, inference, writing the answer. */
    record Times(long queue, long input, long infer, long output) {
        long sum() {
            return queue + input + infer + output;
        }
    }

    /** How often, and nanoseconds in all. */
    record Total(long count, Times times) {}

    /** Requests and their times. */
    private static final class Totals {
        private final LongAdder count = new LongAdder();
        private final LongAdder queue = new LongAdder();
        private final LongAdder input = new LongAdder();
        private final LongAdder infer = new LongAdder();
        private final LongAdder output = new LongAdder();

        void add(Times times) {
            count.increment();
            queue.add(times.queue());
            input.add(times.input());
            infer.add(times.infer());
            output.add(times.output());
        }

        Total total() {
            return new Total(count.sum(), new Times(queue.sum(), input.sum(), infer.sum(), output.sum()));
        }
    }

    private final LongAdder rows = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder failureNanos = new LongAdder();
    private final AtomicLong lastMillis = new AtomicLong();
    private final Map<Integer, Totals> byBatchSize = new ConcurrentHashMap<>();

    /** A request of {@code batchSize} rows was answered, at {@code millis} since 1970. */
    void answered(int batchSize, Times times, long millis) {
        rows.add(batchSize);
        byBatchSize.computeIfAbsent(batchSize, size -> new Totals()).add(times);
        lastMillis.lazySet(millis);
    }

    /** A request to this version was refused after so long. */
    void failed(long nanos) {
        failures.increment();
        failureNanos.add(nanos);
    }

    long rows() {
        return rows.sum();
    }

    long failures() {
        return failures.sum();
    }

    long failureNanos() {
        return failureNanos.sum();
    }

    /** When it last answered, in ms since 1970; 0: never. */
    long lastMillis() {
        return lastMillis.get();
    }

    /** By the number of rows in a request, ascending. */
    Map<Integer, Total> byBatchSize() {
        Map<Integer, Total> totals = new TreeMap<>();
        byBatchSize.forEach((size, sums) -> totals.put(size, sums.total()));
        return totals;
    }
}
