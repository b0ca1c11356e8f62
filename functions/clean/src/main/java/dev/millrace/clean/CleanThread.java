package dev.millrace.clean;

import dev.millrace.runtime.Draining;
import dev.millrace.runtime.LivenessCheck;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that the listener runs on. When it dies, the function is no longer alive and says so: a server that stays
 * up deaf would be the worst of failures.
 */
final class CleanThread implements LivenessCheck, Draining {
    private static final Logger LOG = LoggerFactory.getLogger(CleanThread.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final CleanListener listener;
    private final Thread thread;

    CleanThread(CleanListener listener) {
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("clean-listener").unstarted(this::listen);
    }

    CleanThread start() {
        thread.start();
        return this;
    }

    private void listen() {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.error("the listener has died; restart this replica", e);
        }
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

    @Override
    public void drain() throws InterruptedException {
        listener.stop();
        thread.join(PATIENCE);
    }
}
