package dev.millrace.train;

/** A run that must not go on; the message says why, for people. */
final class RunStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RunStoppedException(String message) {
        super(message);
    }
}
