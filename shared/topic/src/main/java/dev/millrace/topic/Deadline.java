package dev.millrace.topic;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A moment until which several calls together may take. */
final class Deadline {
    private final long end;

    Deadline(Duration limit) {
        this.end = System.nanoTime() + limit.toNanos();
    }

    boolean passed() {
        return System.nanoTime() - end >= 0;
    }

    /** Waits for an answer until the moment, at the longest. */
    <T> T answerOf(Future<T> answer) throws ExecutionException, TimeoutException, InterruptedException {
        return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
}
