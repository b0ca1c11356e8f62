package dev.millrace.predict;

import dev.millrace.predict.InferenceStats.Times;
import java.util.List;

/** The clock of one request: when it came, was begun, read, and inferred. For one thread at a time. */
final class Laps {
    private final long came = System.nanoTime();
    private long began = came;
    private long read = came;
    private long inferred = came;

    /** The body is here, and a thread to work on it. */
    void begin() {
        began = System.nanoTime();
    }

    void read() {
        read = System.nanoTime();
    }

    void inferred() {
        inferred = System.nanoTime();
    }

    /** Nanoseconds from its coming to its beginning. */
    long waited() {
        return began - came;
    }

    long sinceItCame() {
        return System.nanoTime() - came;
    }

    /**
     * The answer is written: counts the request at the versions that answered; when several did, its times at each.
     *
     * @param millis now, since 1970
     */
    void answered(List<Answer> answers, long millis) {
        Times times = new Times(began - came, read - began, inferred - read, System.nanoTime() - inferred);
        int first = 0;
        for (int i = 1; i <= answers.size(); i++) {
            InferenceStats stats = answers.get(first).version().stats();
            if (i == answers.size() || answers.get(i).version().stats() != stats) {
                stats.answered(i - first, times, millis);
                first = i;
            }
        }
    }
}
