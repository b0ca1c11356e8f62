package dev.millrace.classifier;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows that one thread takes at a time: enough that what it sets up for them costs nothing. */
final class Chunks {
    private static final int ROWS = 256;

    private Chunks() {}

    /** @param end the row after the last */
    record Chunk(int first, int end) {}

    /** All of so many rows, side by side; in their order for a collector. */
    static Stream<Chunk> of(int rows) {
        return IntStream.range(0, (rows + ROWS - 1) / ROWS)
                .mapToObj(i -> new Chunk(i * ROWS, Math.min(rows, (i + 1) * ROWS)))
                .parallel();
    }
}
