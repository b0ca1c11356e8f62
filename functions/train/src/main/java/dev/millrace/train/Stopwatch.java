package dev.millrace.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Wall time of a run, whole and by phase, in seconds. For one thread. */
final class Stopwatch {
    private static final double NANOS = 1e9;

    private final LongSupplier nanos;
    private final long begun;
    private final Map<String, Double> phases = new LinkedHashMap<>();
    private String phase = "";
    private long phaseBegun;

    /** @param nanos a clock that never goes back, in nanoseconds */
    Stopwatch(LongSupplier nanos) {
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /** Ends the phase before it, and begins one. */
    void enter(Phase next) {
        lap();
        phase = next.word();
    }

    /** Seconds of the phases so far; the one under way counts up to now. */
    Map<String, Double> phases() {
        lap();
        return Collections.unmodifiableMap(new LinkedHashMap<>(phases));
    }

    double total() {
        return seconds(begun, nanos.getAsLong());
    }

    private void lap() {
        long now = nanos.getAsLong();
        if (!phase.isEmpty()) {
            phases.merge(phase, seconds(phaseBegun, now), Double::sum);
        }
        phaseBegun = now;
    }

    private static double seconds(long from, long to) {
        return Math.round((to - from) / NANOS * 1000) / 1000.0;
    }
}
