package dev.millrace.runtime;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a process, step by step. */
final class Shutdown {
    /** Longer than any request should take, shorter than an orchestrator's patience is set to. */
    private static final Duration IN_FLIGHT_LIMIT = Duration.ofSeconds(20);

    /** The time that uploads under way still get: a client may send for hours, and can send the rest to another replica. */
    private static final Duration UPLOAD_LIMIT = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private Shutdown() {}

    /**
     * Not ready at once; serves on for the drain delay; takes no more connections and finishes the requests in flight, and
     * soon ends uploads that do not end; then the {@link Draining} beans in their order; then closes all beans.
     */
    static void stop(ApplicationContext context) {
        stop(context, drainDelay(context.getBean(Settings.class)));
    }

    static Duration drainDelay(Settings settings) {
        return settings.duration("millrace.runtime.drain-delay");
    }

    static void stop(ApplicationContext context, Duration delay) {
        context.getBean(Lifecycle.class).beginDraining();
        LOG.info("stopping: serving on for {} ms", delay.toMillis());
        try {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
            finishRequests(context);
        } catch (InterruptedException e) {
            LOG.warn("interrupted: not waiting for requests");
            Thread.currentThread().interrupt();
        }
        context.getBeansOfType(Draining.class).stream()
                .sorted(Comparator.comparingInt(Draining::order))
                .forEach(Shutdown::drain);
        context.close();
        LOG.info("stopped");
    }

    private static void finishRequests(ApplicationContext context) throws InterruptedException {
        if (!(context.getBean(EmbeddedServer.class) instanceof GracefulShutdownCapable server)) {
            return;
        }
        CompletableFuture<?> finished = server.shutdownGracefully().toCompletableFuture();
        CompletableFuture<?> cut = CompletableFuture.runAsync(
                context.getBean(RequestBodies.class)::cut,
                CompletableFuture.delayedExecutor(UPLOAD_LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        try {
            finished.get(IN_FLIGHT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("requests still in flight after {} s are cut off", IN_FLIGHT_LIMIT.toSeconds());
        } catch (ExecutionException e) {
            LOG.warn("the server did not stop cleanly", e);
        } finally {
            cut.cancel(false);
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
