package dev.millrace.predict;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** How often a loaded version answered with each of its labels. Any thread may count. */
final class LabelCounts {
    private final List<String> labels;
    private final LongAdder[] counts;

    LabelCounts(List<String> labels) {
        this.labels = List.copyOf(labels);
        this.counts = Stream.generate(LongAdder::new).limit(labels.size()).toArray(LongAdder[]::new);
    }

    List<String> labels() {
        return labels;
    }

    void add(int label) {
        counts[label].increment();
    }

    long sum(int label) {
        return counts[label].sum();
    }
}
