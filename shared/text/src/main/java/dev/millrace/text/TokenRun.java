package dev.millrace.text;

import java.util.Arrays;

/**
 * Tokens in their order: where each lies in the text, and its hash. A token's own text is made only when asked for. Kept
 * from text to text: it grows and is cleared.
 */
final class TokenRun {
    int[] from;
    int[] to;
    long[] hashes;
    int length;

    TokenRun(int capacity) {
        from = new int[capacity];
        to = new int[capacity];
        hashes = new long[capacity];
    }

    void clear() {
        length = 0;
    }

    void makeRoom(int most) {
        if (from.length < most) {
            from = new int[most + most / 2];
            to = new int[most + most / 2];
            hashes = new long[most + most / 2];
        }
    }

    void add(int first, int end, long hash) {
        if (length == from.length) {
            int capacity = 2 * length;
            from = Arrays.copyOf(from, capacity);
            to = Arrays.copyOf(to, capacity);
            hashes = Arrays.copyOf(hashes, capacity);
        }
        from[length] = first;
        to[length] = end;
        hashes[length++] = hash;
    }

    int length() {
        return length;
    }

    /** By place; only the first {@link #length} count. */
    long[] hashes() {
        return hashes;
    }

    /** Lower-case, by the same rule as the hash; of the text that was scanned. */
    String text(int i, String scanned) {
        StringBuilder lower = new StringBuilder(to[i] - from[i]);
        int position = from[i];
        while (position < to[i]) {
            int character = scanned.codePointAt(position);
            lower.appendCodePoint(Characters.lower(character));
            position += Character.charCount(character);
        }
        return lower.toString();
    }
}
