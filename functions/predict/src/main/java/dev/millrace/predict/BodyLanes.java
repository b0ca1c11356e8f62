package dev.millrace.predict;

import dev.millrace.predict.BodyBudget.Share;
import dev.millrace.runtime.BoundedBody;
import dev.millrace.runtime.DecodedBody;
import dev.millrace.runtime.Problem;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.body.AvailableByteBody;
import io.micronaut.http.body.ByteBody;
import io.micronaut.http.body.CloseableAvailableByteBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Where a request is read and worked on. A small body is worked on at once, on the event loop: handing it over costs more
 * than the work (see RATIONALE.md). A big one, or one of unknown length, is read on a virtual thread, within a budget of
 * bytes that all of them share, and worked on by as many threads as there are processors; so a flood of big bodies slows
 * big bodies only, and memory stays flat.
 */
final class BodyLanes implements AutoCloseable {
    /** Bytes; about 2,500 words, which take about 0.2 ms. */
    private static final int SMALL = 16 << 10;

    private final int limit;
    private final BodyBudget budget;
    private final ExecutorService readers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("predict-read-", 0).factory());
    private final ExecutorService workers;

    /**
     * @param limit bytes of one body
     * @param budget bytes of all big bodies together
     */
    BodyLanes(int limit, int budget) {
        this.limit = limit;
        this.budget = new BodyBudget(budget);
        this.workers = Executors.newFixedThreadPool(
                Runtime.getRuntime().availableProcessors(),
                Thread.ofPlatform().daemon().name("predict-big-", 0).factory());
    }

    /** What {@code work} makes of the body; fails with a {@link Problem} when the body is too long or there is no room. */
    <T> CompletionStage<T> answer(HttpRequest<?> request, Function<byte[], T> work) {
        ByteBody body = ((ServerHttpRequest<?>) request).byteBody();
        OptionalLong length = body.expectedLength();
        if (length.isEmpty() || length.getAsLong() > SMALL || DecodedBody.isEncoded(request)) {
            return big(request, length, work);
        }
        return body instanceof AvailableByteBody here
                ? CompletableFuture.completedFuture(work.apply(here.toByteArray()))
                : body.buffer()
                        .exceptionallyCompose(BodyLanes::unreadable)
                        .thenApply(BodyLanes::bytes)
                        .thenApply(work);
    }

    private <T> CompletionStage<T> big(HttpRequest<?> request, OptionalLong length, Function<byte[], T> work) {
        if (length.orElse(0) > limit) {
            throw tooLarge();
        }
        Share share = budget.share();
        share.cover((int) length.orElse(SMALL));
        return CompletableFuture.supplyAsync(() -> read(request, share), readers)
                .thenApplyAsync(work, workers)
                .whenComplete((done, failed) -> share.close());
    }

    private byte[] read(HttpRequest<?> request, Share share) {
        try (InputStream in = DecodedBody.of(request)) {
            ByteArrayOutputStream body = new ByteArrayOutputStream(SMALL);
            byte[] piece = new byte[SMALL];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                if (body.size() + n > limit) {
                    throw tooLarge();
                }
                share.cover(body.size() + n);
                body.write(piece, 0, n);
            }
            return body.toByteArray();
        } catch (IOException e) {
            throw BoundedBody.unreadable(e);
        }
    }

    private Problem tooLarge() {
        return Problem.of(
                413, "body-too-large", "the body has more than " + limit + " bytes: send fewer instances at a time");
    }

    private static <T> CompletionStage<T> unreadable(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return CompletableFuture.failedStage(cause instanceof IOException e ? BoundedBody.unreadable(e) : cause);
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
