package dev.millrace.predict;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much may wait for the workers, in bytes: what a body takes of a worker's time grows with them, so what is let in is
 * answered soon, few big bodies or many smaller ones. One may always wait, however big it is.
 */
final class WaitingRoom {
    private final long bytes;
    private final AtomicLong taken = new AtomicLong();

    WaitingRoom(long bytes) {
        this.bytes = bytes;
    }

    /** Whether a body of that length would be let in now. */
    boolean hasRoom(int length) {
        return fits(taken.get(), length);
    }

    /** Lets a body in, till it leaves; throws the {@code Problem} (503 {@code busy}) when there is no room. */
    void enter(int length) {
        long before = taken.get();
        while (fits(before, length)) {
            if (taken.compareAndSet(before, before + length)) {
                return;
            }
            before = taken.get();
        }
        throw BodyLanes.busy();
    }

    void leave(int length) {
        taken.addAndGet(-length);
    }

    private boolean fits(long before, int length) {
        return before == 0 || before + length <= bytes;
    }
}
