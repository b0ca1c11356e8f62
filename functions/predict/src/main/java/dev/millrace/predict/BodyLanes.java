package dev.millrace.predict;

import dev.millrace.runtime.BoundedBody;
import dev.millrace.runtime.Problem;
import io.micronaut.http.body.AvailableByteBody;
import io.micronaut.http.body.ByteBody;
import io.micronaut.http.body.CloseableAvailableByteBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Where a request is read and worked on. A small body is worked on at once, on the event loop: handing it over costs more
 * than the work (see RATIONALE.md). A big one is read on a virtual thread, within a budget of bytes that all of them share,
 * and worked on by as many threads as there are processors; so a flood of big bodies slows big bodies only, and memory
 * stays flat.
 */
final class BodyLanes implements AutoCloseable {
    /** Bytes; about 2,500 words, which take about 0.2 ms. */
    static final int SMALL = 16 << 10;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final int limit;
    private final Semaphore budget;
    private final ExecutorService readers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("predict-read-", 0).factory());
    private final ExecutorService workers;

    /**
     * @param limit bytes of one body
     * @param budget bytes of all big bodies together
     */
    BodyLanes(int limit, int budget) {
        this.limit = limit;
        this.budget = new Semaphore(budget);
        this.workers = Executors.newFixedThreadPool(
                Runtime.getRuntime().availableProcessors(),
                Thread.ofPlatform().daemon().name("predict-big-", 0).factory());
    }

    /** What {@code work} makes of the body; fails with a {@link Problem} when the body is too long or there is no room. */
    <T> CompletionStage<T> answer(ByteBody body, Function<byte[], T> work) {
        OptionalLong length = body.expectedLength();
        if (length.isPresent() && length.getAsLong() > limit) {
            throw Problem.of(
                    413, "body-too-large", "the body has " + length.getAsLong() + " bytes: expected at most " + limit);
        }
        if (length.isPresent() && length.getAsLong() <= SMALL) {
            return body instanceof AvailableByteBody here
                    ? CompletableFuture.completedFuture(work.apply(here.toByteArray()))
                    : body.buffer().thenApply(BodyLanes::bytes).thenApply(work);
        }
        return big(body, (int) length.orElse(limit), work);
    }

    private <T> CompletionStage<T> big(ByteBody body, int bytes, Function<byte[], T> work) {
        if (!budget.tryAcquire(bytes)) {
            throw Problem.of(503, "busy", "too many big requests are being answered: send it again in a second")
                    .retryAfter(RETRY_AFTER);
        }
        InputStream in = body.toInputStream();
        return CompletableFuture.supplyAsync(() -> read(in), readers)
                .thenApplyAsync(work, workers)
                .whenComplete((done, failed) -> budget.release(bytes));
    }

    private byte[] read(InputStream in) {
        try (in) {
            return BoundedBody.read(in, limit);
        } catch (IOException e) {
            throw new UncheckedIOException("the request ended before its body did", e);
        }
    }

    private static byte[] bytes(CloseableAvailableByteBody body) {
        try (body) {
            return body.toByteArray();
        }
    }

    @Override
    public void close() {
        readers.shutdownNow();
        workers.shutdownNow();
    }
}
