package dev.millrace.runtime;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.ServerHttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Reads a request's body whole, up to a limit. For routes on threads that may block. */
public final class BoundedBody {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private BoundedBody() {}

    /**
     * A body that says itself that it is too long is refused before any of it is read: a client that waits for {@code 100
     * Continue} need not send it.
     *
     * @param limit bytes
     * @throws Problem 413 {@code body-too-large} when there are more, 400 when the body cannot be read to its end
     */
    public static byte[] read(HttpRequest<?> request, int limit) {
        if (((ServerHttpRequest<?>) request).byteBody().expectedLength().orElse(0) > limit) {
            throw tooLarge(limit);
        }
        try (InputStream in = DecodedBody.of(request)) {
            byte[] body = in.readNBytes(limit);
            if (body.length == limit && in.read() >= 0) {
                throw tooLarge(limit);
            }
            return body;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** What to answer when a body cannot be read to its end. */
    public static Problem unreadable(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DecodedBody.WrongEncodingException) {
                return Problem.of(
                        400,
                        "malformed",
                        "the body is not in the form that the header Content-Encoding names, or breaks off in it");
            }
            if (cause instanceof UploadCutException) {
                return Problem.of(503, "stopping", "the process stops and waits no longer for the body: send it again")
                        .retryAfter(RETRY_AFTER);
            }
        }
        return Problem.of(
                400, "body-incomplete", "the body breaks off before its end: expected as much as its headers announce");
    }

    private static Problem tooLarge(int limit) {
        return Problem.of(413, "body-too-large", "the body has more than " + limit + " bytes: send less at a time");
    }
}
