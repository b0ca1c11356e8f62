package dev.millrace.standalone;

/** Something that keeps Millrace from starting, or from doing what was asked; the message is one clear line with the fix. */
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StartException(String message) {
        super(message);
    }
}
