package dev.millrace.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether the process lives, is ready, was ready once, is draining: what the health routes answer. */
final class Lifecycle implements Health {
    private final List<ReadinessCheck> readiness;
    private final List<LivenessCheck> liveness;
    private volatile boolean wasReady;
    private volatile boolean draining;

    Lifecycle(List<ReadinessCheck> readiness, List<LivenessCheck> liveness) {
        this.readiness = List.copyOf(readiness);
        this.liveness = List.copyOf(liveness);
    }

    @Override
    public Map<String, String> dead() {
        Map<String, String> dead = new TreeMap<>();
        liveness.forEach(check -> check.dead().ifPresent(reason -> dead.put(check.name(), reason)));
        return dead;
    }

    @Override
    public Map<String, String> notReady() {
        Map<String, String> reasons = dead();
        readiness.forEach(check -> reason(check).ifPresent(reason -> reasons.put(check.name(), reason)));
        if (reasons.isEmpty()) {
            wasReady = true;
        }
        if (draining) {
            reasons.put("draining", "the process is stopping");
        }
        return reasons;
    }

    /** For the container's health check: not ready until it was ready once, afterwards as {@link #dead()}. */
    Map<String, String> unhealthy() {
        return wasReady ? dead() : notReady();
    }

    boolean draining() {
        return draining;
    }

    /** From now on the process is not ready. */
    void beginDraining() {
        draining = true;
    }

    private static Optional<String> reason(ReadinessCheck check) {
        try {
            return check.notReady();
        } catch (RuntimeException e) {
            return Optional.of("the check failed: " + e.getMessage());
        }
    }
}
