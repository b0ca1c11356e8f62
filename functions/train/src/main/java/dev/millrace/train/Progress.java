package dev.millrace.train;

/** Told of each phase before it begins. */
interface Progress {
    /** Throws {@link RunStoppedException} when the run must not go on: its lock was lost, or the process stops. */
    void enter(Phase phase);
}
