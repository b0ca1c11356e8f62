package dev.millrace.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The lines of a stream, one at a time, in bounded memory: a line over the limit is read past and given as too long, not
 * held. Ends of lines are LF or CR LF; the last line needs none.
 */
final class Lines {
    private static final int CHUNK = 64 << 10;

    private final InputStream in;
    private final int limit;
    private final byte[] chunk = new byte[CHUNK];
    private int position;
    private int filled;
    private long number;

    /** @param limit bytes a line may have */
    Lines(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /**
     * One line.
     *
     * @param number counted from 1
     * @param bytes without the line end; empty when it is too long
     */
    record Line(long number, byte[] bytes, boolean tooLong) {
        boolean blank() {
            if (tooLong) {
                return false;
            }
            for (byte b : bytes) {
                if (b != ' ' && b != '\t') {
                    return false;
                }
            }
            return true;
        }
    }

    /** The next line; none at the end of the stream. */
    Optional<Line> next() throws IOException {
        if (position == filled && !fill()) {
            return Optional.empty();
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        boolean tooLong = false;
        do {
            int end = lineEnd();
            int length = end - position;
            tooLong = tooLong || line.size() + length > limit;
            if (!tooLong) {
                line.write(chunk, position, length);
            }
            position = end;
            if (position < filled) {
                position++;
                break;
            }
        } while (fill());
        number++;
        return Optional.of(new Line(number, tooLong ? new byte[0] : withoutCarriageReturn(line), tooLong));
    }

    private int lineEnd() {
        int end = position;
        while (end < filled && chunk[end] != '\n') {
            end++;
        }
        return end;
    }

    private boolean fill() throws IOException {
        position = 0;
        filled = Math.max(0, in.read(chunk));
        return filled > 0;
    }

    private static byte[] withoutCarriageReturn(ByteArrayOutputStream line) {
        byte[] bytes = line.toByteArray();
        if (bytes.length > 0 && bytes[bytes.length - 1] == '\r') {
            return java.util.Arrays.copyOf(bytes, bytes.length - 1);
        }
        return bytes;
    }
}
