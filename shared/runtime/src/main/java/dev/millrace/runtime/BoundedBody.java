package dev.millrace.runtime;

import java.io.IOException;
import java.io.InputStream;

/** Reads a request's body whole, up to a limit. */
public final class BoundedBody {
    private BoundedBody() {}

    /**
     * @param limit bytes
     * @throws Problem 413 {@code body-too-large} when there are more
     */
    public static byte[] read(InputStream in, int limit) throws IOException {
        byte[] body = in.readNBytes(limit);
        if (body.length == limit && in.read() >= 0) {
            throw Problem.of(413, "body-too-large", "the body has more than " + limit + " bytes: send less at a time");
        }
        return body;
    }
}
