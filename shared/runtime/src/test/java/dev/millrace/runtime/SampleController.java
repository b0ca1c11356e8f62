package dev.millrace.runtime;

import dev.millrace.document.JsonObject;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A function's routes, as other modules write them. */
@Controller("/sample")
@ExecuteOn(TaskExecutors.BLOCKING)
class SampleController {
    private static final Logger LOG = LoggerFactory.getLogger(SampleController.class);

    final CountDownLatch waiting = new CountDownLatch(1);
    final CountDownLatch released = new CountDownLatch(1);

    @Get("/items/{id}")
    Map<String, Object> item(int id, @Nullable @QueryValue("page_size") Integer size) {
        LOG.info("item {}", id);
        return Map.of("id", id, "page_size", size == null ? 0 : size, "none", List.of());
    }

    @Post("/bytes")
    @Consumes(MediaType.ALL)
    Map<String, Object> bytes(HttpRequest<?> request) {
        return Map.of("bytes", BoundedBody.read(request, 1000).length);
    }

    @Post("/whole")
    Map<String, Object> whole(@Body byte[] body) {
        return Map.of("model", JsonObject.parse(body).requireString("model"));
    }

    @Post("/several")
    @Consumes(MediaType.APPLICATION_JSON)
    Map<String, Object> json(@Body byte[] body) {
        return Map.of("bytes", body.length);
    }

    @Post("/several")
    @Consumes(MediaType.TEXT_PLAIN)
    Map<String, Object> text(@Body byte[] body) {
        return Map.of("bytes", body.length);
    }

    @Get("/busy")
    Map<String, Object> busy() {
        throw Problem.of(503, "busy", "come back later").retryAfter(Duration.ofMillis(1500));
    }

    @Get("/broken")
    Map<String, Object> broken() {
        throw new IllegalStateException("the password is hunter2");
    }

    @Get("/wait")
    Map<String, Object> await(HttpRequest<?> request) throws InterruptedException {
        waiting.countDown();
        boolean in = released.await(20, TimeUnit.SECONDS);
        return Map.of("released", in, "trace", Traces.of(request).traceId());
    }
}
