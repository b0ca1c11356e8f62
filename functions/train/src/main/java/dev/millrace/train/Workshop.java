package dev.millrace.train;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where training runs: platform threads of its own, since it keeps processors busy, and a bounded queue before them. Safe
 * for any number of threads.
 */
final class Workshop {
    private final ExecutorService threads;
    private final Semaphore places;
    private volatile boolean closing;

    /** @param waiting how many runs may wait for one of the workers */
    Workshop(int workers, int waiting) {
        this.threads = Executors.newFixedThreadPool(
                workers, Thread.ofPlatform().daemon().name("train-", 1).factory());
        this.places = new Semaphore(workers + waiting);
    }

    /** Takes a place; whoever has one gives it to {@link #carryOut} or back by {@link #giveBack}. */
    boolean reserve() {
        return !closing && places.tryAcquire();
    }

    void giveBack() {
        places.release();
    }

    /** Carries out work for which a place is reserved; the place is free again when the work's end is known. */
    <T> CompletableFuture<T> carryOut(Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.get();
                    } finally {
                        places.release();
                    }
                },
                threads);
    }

    /** Whether the process stops: work ends at its next step. */
    boolean closing() {
        return closing;
    }

    /** Takes nothing new and waits for what is under way, at most that long; {@link #closing} from the beginning on. */
    boolean close(Duration limit) throws InterruptedException {
        closing = true;
        threads.shutdown();
        return threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
