package dev.millrace.text;

import java.util.Arrays;

/** Tokens in their order: where each lies in the text, and its hash. A token's own text is made only when asked for. */
final class TokenRun {
    private final String text;
    private int[] from;
    private int[] to;
    private long[] hashes;
    private int length;

    TokenRun(String text, int capacity) {
        this.text = text;
        from = new int[capacity];
        to = new int[capacity];
        hashes = new long[capacity];
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

    long hash(int i) {
        return hashes[i];
    }

    /** Lower-case, by the same rule as the hash. */
    String text(int i) {
        StringBuilder lower = new StringBuilder(to[i] - from[i]);
        int position = from[i];
        while (position < to[i]) {
            int character = text.codePointAt(position);
            lower.appendCodePoint(Characters.lower(character));
            position += Character.charCount(character);
        }
        return lower.toString();
    }
}
