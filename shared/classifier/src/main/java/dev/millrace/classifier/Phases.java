package dev.millrace.classifier;

import java.util.LinkedHashMap;
import java.util.Map;

/** A stopwatch: how long each phase took, in seconds. */
final class Phases {
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long start = System.nanoTime();

    void end(String phase) {
        long now = System.nanoTime();
        seconds.put(phase, (now - start) / 1e9);
        start = now;
    }

    Map<String, Double> seconds() {
        return seconds;
    }
}
