package dev.millrace.predict;

import dev.millrace.runtime.Problem;
import java.util.concurrent.Semaphore;

/** Bytes that the big bodies in hand may take together. */
final class BodyBudget {
    private final Semaphore free;

    BodyBudget(int bytes) {
        free = new Semaphore(bytes);
    }

    /** Empty at first; to be closed when the body is done with. */
    Share share() {
        return new Share();
    }

    /** What one body takes; handed from thread to thread, never used by two at once. */
    final class Share implements AutoCloseable {
        private int bytes;

        /** Grows to {@code total} bytes; throws a {@link Problem} (503 {@code busy}) when there is no room. */
        void cover(int total) {
            int more = total - bytes;
            if (more > 0 && !free.tryAcquire(more)) {
                throw BodyLanes.busy();
            }
            bytes = Math.max(bytes, total);
        }

        @Override
        public void close() {
            free.release(bytes);
            bytes = 0;
        }
    }
}
