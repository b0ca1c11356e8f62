package dev.millrace.classifier;

/** Bytes that are no model of this format: cut, changed, of another format, or something else; the message says which. */
public final class CorruptModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CorruptModelException(String message) {
        super(message);
    }
}
