package dev.millrace.predict;

import dev.millrace.predict.BodyBudget.Share;
import dev.millrace.runtime.BoundedBody;
import dev.millrace.runtime.DecodedBody;
import dev.millrace.runtime.FailureAnswers;
import dev.millrace.runtime.Problem;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.body.AvailableByteBody;
import io.micronaut.http.body.ByteBody;
import io.micronaut.http.body.CloseableAvailableByteBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Where a request is read and worked on. A small body is worked on at once, on the event loop: handing it over costs more
 * than the work (see RATIONALE.md). A big one is worked on by one of as many threads as there are processors. What big
 * bodies may take of memory, and how much of them may wait, is bounded: more are refused before they are read, so that an
 * answer comes soon or not at all.
 */
final class BodyLanes implements AutoCloseable {
    /** Bytes; about 2,500 words, which take about 0.2 ms. */
    private static final int SMALL = 16 << 10;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    /** A body has this long to come, and longer the bigger it is. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Bytes a second that a body must bring at the least. */
    private static final int SLOWEST = 16 << 10;

    private final FailureAnswers failures;
    private final int limit;
    private final BodyBudget budget;
    private final ExecutorService readers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("predict-read-", 0).factory());
    private final ExecutorService workers;
    private final PendingBodies pending;

    /**
     * @param limit bytes of one body
     * @param budget bytes of all big bodies together
     * @param pending bytes of the big bodies that may wait or be worked on, for each processor
     */
    BodyLanes(FailureAnswers failures, int limit, int budget, int pending) {
        this.failures = failures;
        this.limit = limit;
        this.budget = new BodyBudget(budget);
        int processors = Runtime.getRuntime().availableProcessors();
        this.workers = Executors.newFixedThreadPool(
                processors, Thread.ofPlatform().daemon().name("predict-big-", 0).factory());
        this.pending = new PendingBodies(processors, (long) pending * processors);
    }

    /**
     * What {@code work} makes of the body, or of its failure: 413 when the body is too long, 503 when there is no room, 408
     * when it comes too slowly, else what {@code work} throws.
     */
    CompletionStage<HttpResponse<byte[]>> answer(HttpRequest<?> request, Function<byte[], HttpResponse<byte[]>> work) {
        try {
            CompletionStage<HttpResponse<byte[]>> answer = begin(request, work);
            return answer.exceptionally(failure -> failures.of(request, cause(failure)));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(failures.of(request, e));
        }
    }

    private <T> CompletionStage<T> begin(HttpRequest<?> request, Function<byte[], T> work) {
        ByteBody body = ((ServerHttpRequest<?>) request).byteBody();
        OptionalLong length = body.expectedLength();
        if (length.isEmpty() || DecodedBody.isEncoded(request)) {
            return big(0, share -> CompletableFuture.supplyAsync(() -> read(request, share), readers), work);
        }
        if (length.getAsLong() > limit) {
            throw tooLarge();
        }
        if (length.getAsLong() > SMALL) {
            return big((int) length.getAsLong(), share -> whole(body, length.getAsLong()), work);
        }
        return body instanceof AvailableByteBody here
                ? CompletableFuture.completedFuture(work.apply(here.toByteArray()))
                : whole(body, length.getAsLong()).thenApply(work);
    }

    /** @param length bytes that the body says it has; 0: it does not say */
    private <T> CompletionStage<T> big(
            int length, Function<Share, CompletableFuture<byte[]>> read, Function<byte[], T> work) {
        if (length > 0 && !pending.hasRoom(length)) {
            throw busy();
        }
        Share share = budget.share();
        share.cover(Math.max(length, SMALL));
        return read.apply(share)
                .thenCompose(body -> body.length <= SMALL
                        ? CompletableFuture.completedFuture(work.apply(body))
                        : handedOver(body, work))
                .whenComplete((done, failed) -> share.close());
    }

    private <T> CompletableFuture<T> handedOver(byte[] body, Function<byte[], T> work) {
        pending.enter(body.length);
        return CompletableFuture.supplyAsync(() -> work.apply(body), workers)
                .whenComplete((done, failed) -> pending.leave(body.length));
    }

    /** Without a thread that waits: the event loop puts it together. What comes too late is let go of, all the same. */
    @SuppressWarnings("FutureReturnValueIgnored") // it hands everything on to the one that is returned
    private static CompletableFuture<byte[]> whole(ByteBody body, long length) {
        CompletableFuture<byte[]> whole = new CompletableFuture<>();
        body.buffer().whenComplete((bytes, failure) -> {
            if (failure == null) {
                whole.complete(bytes(bytes));
            } else {
                whole.completeExceptionally(unreadable(failure));
            }
        });
        return whole.isDone()
                ? whole
                : whole.orTimeout(patience(length).toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                                failure instanceof TimeoutException ? tooSlow() : failure));
    }

    private static Duration patience(long length) {
        return PATIENCE.plusSeconds(length / SLOWEST);
    }

    private byte[] read(HttpRequest<?> request, Share share) {
        long began = System.nanoTime();
        try (InputStream in = DecodedBody.of(request)) {
            ByteArrayOutputStream body = new ByteArrayOutputStream(SMALL);
            byte[] piece = new byte[SMALL];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                if (body.size() + n > limit) {
                    throw tooLarge();
                }
                if (System.nanoTime() - began > patience(body.size()).toNanos()) {
                    throw tooSlow();
                }
                share.cover(body.size() + n);
                body.write(piece, 0, n);
            }
            return body.toByteArray();
        } catch (IOException e) {
            throw BoundedBody.unreadable(e);
        }
    }

    /** Too many are at it. */
    static Problem busy() {
        return Problem.of(503, "busy", "too many big requests are being answered: send it again in a second")
                .retryAfter(RETRY_AFTER);
    }

    private static Problem tooSlow() {
        return Problem.of(
                408,
                "body-too-slow",
                "the body comes too slowly: expected it within " + PATIENCE.toSeconds() + " s, and at least " + SLOWEST
                        + " bytes a second");
    }

    private Problem tooLarge() {
        return Problem.of(
                413, "body-too-large", "the body has more than " + limit + " bytes: send fewer instances at a time");
    }

    private static Throwable unreadable(Throwable failure) {
        return cause(failure) instanceof IOException e ? BoundedBody.unreadable(e) : cause(failure);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
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
