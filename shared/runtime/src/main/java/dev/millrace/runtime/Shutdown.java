package dev.millrace.runtime;

import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process on SIGTERM and SIGINT: not ready at once, serving on for the drain delay, then what is in flight, then
 * the {@link Draining} beans in their order, then all beans; exit code 0. A second SIGINT halts at once.
 */
final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final CountDownLatch begun = new CountDownLatch(1);

    private Shutdown() {}

    /** Waits for a signal, then stops; does not return. */
    static void onSignal(ApplicationContext context) {
        Shutdown shutdown = new Shutdown();
        Signals.onStop(shutdown.begun::countDown);
        shutdown.await();
        stop(context);
        System.exit(0);
    }

    /** Drains and closes, without a signal. */
    static void stop(ApplicationContext context) {
        Lifecycle lifecycle = context.getBean(Lifecycle.class);
        Duration delay = context.getBean(Settings.class).duration("millrace.runtime.drain-delay");
        lifecycle.beginDraining();
        LOG.info("stopping: serving on for {} ms", delay.toMillis());
        pause(delay);
        context.getBeansOfType(Draining.class).stream()
                .sorted(Comparator.comparingInt(Draining::order))
                .forEach(Shutdown::drain);
        context.close();
        LOG.info("stopped");
    }

    private void await() {
        try {
            begun.await();
        } catch (InterruptedException e) {
            LOG.warn("interrupted: stopping", e);
        }
    }

    private static void pause(Duration delay) {
        try {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void drain(Draining bean) {
        try {
            bean.drain();
        } catch (Exception e) {
            LOG.error("{} could not drain", bean.getClass().getSimpleName(), e);
        }
    }
}
