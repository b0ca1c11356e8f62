package dev.millrace.runtime;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.ServerHttpRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * A request's body as it was before its {@code Content-Encoding}, read as it comes. Unlike the server's own decoder it fails
 * where the compressed form breaks off: a batch that was cut before it was sent is not taken for a whole one.
 */
public final class DecodedBody extends InputStream {
    private static final int BUFFER = 8 << 10;

    private final InputStream in;

    private DecodedBody(InputStream in) {
        this.in = in;
    }

    /** Whether the body has to be decoded. */
    public static boolean isEncoded(HttpRequest<?> request) {
        return !encoding(request).equals("identity");
    }

    /**
     * Closing it drops the rest of the body.
     *
     * @throws Problem 415 when the encoding is not known, 400 when the body does not begin in its form
     */
    public static InputStream of(HttpRequest<?> request) {
        String encoding = encoding(request);
        InputStream raw = ((ServerHttpRequest<?>) request).byteBody().toInputStream();
        try {
            return switch (encoding) {
                case "identity" -> raw;
                case "gzip", "x-gzip" -> new DecodedBody(new GZIPInputStream(raw, BUFFER));
                case "deflate" -> new DecodedBody(new InflaterInputStream(raw));
                default ->
                    throw Problem.of(
                            415,
                            "unsupported-content-encoding",
                            "Content-Encoding is not known: expected gzip, deflate or none");
            };
        } catch (IOException e) {
            throw BoundedBody.unreadable(translated(e));
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            return in.read(into, offset, length);
        } catch (IOException e) {
            throw translated(e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static String encoding(HttpRequest<?> request) {
        String encoding = request.getHeaders().get(HttpHeaders.CONTENT_ENCODING);
        return encoding == null ? "identity" : encoding.trim().toLowerCase(Locale.ROOT);
    }

    /** The decoders say that what they read has ended by an {@code EOFException} of their own. */
    private static IOException translated(IOException failure) {
        boolean wrongForm = failure instanceof ZipException || failure.getClass() == EOFException.class;
        return wrongForm ? new WrongEncodingException(failure) : failure;
    }

    /** The bytes are not in the form that the header names, or end within it. */
    static final class WrongEncodingException extends IOException {
        private static final long serialVersionUID = 1;

        WrongEncodingException(IOException cause) {
            super(cause);
        }
    }
}
