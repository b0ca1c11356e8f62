package dev.millrace.predict;

import dev.millrace.document.ModelName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that reloads: at each notice of the registry, and every so often, since a notice can be lost. */
final class ReloadLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadLoop.class);

    private final Reloader reloader;
    private final Duration poll;
    private final Set<ModelName> noticed = ConcurrentHashMap.newKeySet();
    private final Semaphore wake = new Semaphore(0);
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final Thread thread;

    private volatile boolean closed;

    /** Somebody waits for a round in which that model's failed versions are tried again. */
    private record Waiting(ModelName model, CompletableFuture<Void> round) {}

    ReloadLoop(Reloader reloader, Duration poll) {
        this.reloader = reloader;
        this.poll = poll;
        this.thread = Thread.ofPlatform().daemon().name("model-reload").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** An alias of that model was moved. Returns at once; several notices may end in one reload. */
    void notice(ModelName model) {
        noticed.add(model);
        wake.release();
    }

    /** Notices may have been lost. */
    void look() {
        wake.release();
    }

    /** Has a round follow in which that model's failed versions are tried again; done, or failed, when the round is. */
    CompletableFuture<Void> round(ModelName model) {
        CompletableFuture<Void> round = new CompletableFuture<>();
        waiting.add(new Waiting(model, round));
        look();
        return round;
    }

    boolean alive() {
        return closed || thread.isAlive();
    }

    private void run() {
        while (!closed) {
            List<Waiting> waited = takeWaiting();
            Set<ModelName> models = takeNoticed();
            waited.forEach(each -> models.add(each.model()));
            try {
                reloader.reload(models);
                waited.forEach(each -> each.round().complete(null));
            } catch (RuntimeException e) {
                waited.forEach(each -> each.round().completeExceptionally(e));
                if (closed) {
                    return;
                }
                // Retried at the next turn, for ever: what is loaded goes on answering.
                LOG.debug("reload failed", e);
                noticed.addAll(models);
                reloader.unreachable(e);
            }
            rest();
        }
    }

    /** Only whoever waits before a round begins is told of it. */
    private List<Waiting> takeWaiting() {
        List<Waiting> taken = new ArrayList<>();
        for (Waiting each = waiting.poll(); each != null; each = waiting.poll()) {
            taken.add(each);
        }
        return taken;
    }

    private Set<ModelName> takeNoticed() {
        Set<ModelName> taken = new HashSet<>(noticed);
        noticed.removeAll(taken);
        return taken;
    }

    private void rest() {
        try {
            if (wake.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
