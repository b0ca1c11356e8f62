package dev.millrace.store;

/** Another process began a generation in between: read the newest one and decide anew. */
public final class ConcurrentBeginException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConcurrentBeginException(int expectedNewest) {
        super("generation " + (expectedNewest + 1) + " was begun by another: expected the newest to be "
                + expectedNewest);
    }
}
