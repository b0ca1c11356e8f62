package dev.millrace.train;

/** The documents are more than the heap has room for; the message says how many fit, for people. */
final class NoRoomException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoRoomException(String message) {
        super(message);
    }
}
