package dev.millrace.runtime;

/**
 * A bean with something to finish before the process ends: stop consuming, flush, commit. Called once, after the last HTTP
 * request was answered and before any bean is closed.
 */
public interface Draining {
    /** Lower ones first. */
    int order();

    /** A failure is logged, and the next ones are still called. */
    void drain() throws Exception;
}
