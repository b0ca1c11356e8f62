package dev.millrace.classifier;

/** The examples are not enough to train on; the message says what is missing, for people. */
public final class UntrainableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UntrainableException(String message) {
        super(message);
    }
}
