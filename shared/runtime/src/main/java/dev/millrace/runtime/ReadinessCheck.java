package dev.millrace.runtime;

import java.util.Optional;

/** A bean that says whether its function can do its own job now. Asked on each request to {@code /health/ready}: cheap. */
public interface ReadinessCheck {
    String name();

    /** Why not, as a sentence; empty when ready. */
    Optional<String> notReady();
}
