package dev.millrace.clean;

import dev.millrace.runtime.Draining;
import dev.millrace.runtime.LivenessCheck;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that the listener runs on. When it dies, the function is no longer alive and says so: a server that stays
 * up deaf would be the worst of failures.
 */
final class CleanThread implements LivenessCheck, Draining {
    private static final Logger LOG = LoggerFactory.getLogger(CleanThread.class);
    /** A batch takes well under a second; a database that is silent would take 40 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final Supplier<CleanListener> making;
    private final Duration patience;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicReference<@Nullable CleanListener> listener = new AtomicReference<>();
    private final Thread thread;

    /** @param making throws a {@link KafkaException} while no broker's name is known, as in a network that is just starting */
    CleanThread(Supplier<CleanListener> making) {
        this(making, PATIENCE);
    }

    CleanThread(Supplier<CleanListener> making, Duration patience) {
        this.making = making;
        this.patience = patience;
        this.thread = Thread.ofPlatform().name("clean-listener").unstarted(this::listen);
    }

    CleanThread start() {
        thread.start();
        return this;
    }

    private void listen() {
        try {
            while (!make()) {
                if (stopping.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            Objects.requireNonNull(listener.get()).run();
        } catch (RuntimeException e) {
            LOG.error("the listener has died; restart this replica", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean make() {
        CleanListener made;
        try {
            made = making.get();
        } catch (KafkaException e) {
            LOG.debug("no consumer yet; the topic's watch says why", e);
            return false;
        }
        listener.set(made); // before the question below, so that drain() either sees it or is seen
        if (stopping.getCount() == 0) {
            made.stop();
        }
        return true;
    }

    @Override
    public String name() {
        return "clean-listener";
    }

    @Override
    public Optional<String> dead() {
        return thread.isAlive() ? Optional.empty() : Optional.of("the thread that reads the topic has ended");
    }

    @Override
    public int order() {
        return 0;
    }

    /** Waits once: it is called by the stop of the process, and again when the beans are closed. */
    @Override
    public void drain() throws InterruptedException {
        if (stopping.getCount() == 0) {
            return;
        }
        stopping.countDown();
        CleanListener made = listener.get();
        if (made != null) {
            made.stop();
        }
        if (!thread.join(patience)) {
            LOG.warn(
                    "the records polled last were not stored within {} s: the next one reads them again",
                    patience.toSeconds());
        }
    }
}
