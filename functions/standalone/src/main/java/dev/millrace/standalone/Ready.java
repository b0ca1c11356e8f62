package dev.millrace.standalone;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for a process that answers over HTTP. */
final class Ready {
    private static final Duration LOOK = Duration.ofMillis(100);

    private Ready() {}

    /**
     * Asks until the path is answered well.
     *
     * @return false when the process has ended, or the time is over
     * @throws StartException when the thread is interrupted
     */
    static boolean await(Process process, URI address, String path, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        try (Api api = new Api(address)) {
            while (!answers(api, path)) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new StartException("interrupted");
                }
                if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                    return false;
                }
                LockSupport.parkNanos(LOOK.toNanos());
            }
            return true;
        }
    }

    private static boolean answers(Api api, String path) {
        try {
            api.read(path);
            return true;
        } catch (StartException e) {
            return false;
        }
    }
}
