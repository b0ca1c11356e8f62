package dev.millrace.predict;

/**
 * The bodies that workers have in hand, waiting or worked on. Their bytes are bounded, since what a body takes of a worker's
 * time grows with them: what is let in is answered soon, few big bodies or many smaller ones. Whatever their size, each
 * worker may have one, and one more may wait.
 */
final class PendingBodies {
    private final int workers;
    private final long limit;
    private int count;
    private long bytes;

    /** @param limit bytes of all together */
    PendingBodies(int workers, long limit) {
        this.workers = workers;
        this.limit = limit;
    }

    /** Whether a body of that length would be let in now. */
    synchronized boolean hasRoom(int length) {
        return count <= workers || bytes + length <= limit;
    }

    /** Lets a body in, till it leaves; throws the {@code Problem} (503 {@code busy}) when there is no room. */
    synchronized void enter(int length) {
        if (!hasRoom(length)) {
            throw BodyLanes.busy();
        }
        count++;
        bytes += length;
    }

    synchronized void leave(int length) {
        count--;
        bytes -= length;
    }
}
