package dev.millrace.runtime;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A route that is still at work when the process is told to stop: it goes on until readiness has been 503 for a while. */
@Controller("/sample/slow")
@ExecuteOn(TaskExecutors.BLOCKING)
class SlowController {
    private final Lifecycle lifecycle;
    private final CountDownLatch begun = new CountDownLatch(1);

    SlowController(Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Get
    Map<String, Object> slow() {
        begun.countDown();
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!lifecycle.draining() && System.nanoTime() < limit) {
            LockSupport.parkNanos(1_000_000);
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1_500);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        return Map.of();
    }

    @Get("/begun")
    Map<String, Object> begun() throws InterruptedException {
        return Map.of("begun", begun.await(10, TimeUnit.SECONDS));
    }
}
