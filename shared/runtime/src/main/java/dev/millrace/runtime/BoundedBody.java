package dev.millrace.runtime;

import io.netty.handler.codec.compression.DecompressionException;
import java.io.IOException;
import java.io.InputStream;

/** Reads a request's body whole, up to a limit. */
public final class BoundedBody {
    private BoundedBody() {}

    /**
     * @param limit bytes
     * @throws Problem 413 {@code body-too-large} when there are more, 400 when the body cannot be read to its end
     */
    public static byte[] read(InputStream in, int limit) {
        try {
            byte[] body = in.readNBytes(limit);
            if (body.length == limit && in.read() >= 0) {
                throw Problem.of(
                        413, "body-too-large", "the body has more than " + limit + " bytes: send less at a time");
            }
            return body;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** What to answer when a body cannot be read to its end. */
    public static Problem unreadable(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DecompressionException) {
                return Problem.of(
                        400, "malformed", "the body is not in the form that the header Content-Encoding names");
            }
        }
        return Problem.of(400, "body-incomplete", "the connection was closed before the end of the body");
    }
}
