package dev.millrace.text;

/** The hashes of the tokens that {@link AsciiSplitter} found, and what their last characters say of them. */
final class AsciiHasher {
    /** Most words are no longer. Up to here no branch asks for a token's length: the guess would often be wrong. */
    private static final int SHORT = 5;

    private static final int PERHAPS_CAPITALS = 1 << 16;
    /** By the last character: 1 for a word, 1 more in the upper half if the word may be in capitals. */
    private static final int[] ENDINGS = endings();

    private final long[] beginnings = new long[SHORT];
    private int[] candidates = new int[64];
    private int words;
    private int found;

    /**
     * Fills in the tokens' hashes; a run of one sign counts as {@code longestRun} at the most.
     *
     * @param text as received
     * @param small its bytes in small letters, and {@value #SHORT} bytes more
     */
    void hash(TokenRun tokens, char[] text, byte[] small, int longestRun) {
        if (candidates.length <= tokens.length) {
            candidates = new int[tokens.length + tokens.length / 2];
        }
        words = 0;
        found = 0;
        for (int i = 0; i < tokens.length; i++) {
            int from = tokens.from[i];
            int size = tokens.to[i] - from;
            int ending = ENDINGS[text[from + size - 1]];
            words += ending & 1;
            candidates[found] = i;
            found += ending >> 16;
            if (((longestRun - size) & ((ending & 1) - 1)) < 0) {
                size = longestRun;
                tokens.to[i] = from + size;
            }
            tokens.hashes[i] = hash(small, from, size);
        }
    }

    /** How many of the tokens are words. */
    int words() {
        return words;
    }

    /** Tokens that may be words in capitals: by place, only the first {@link #found} count. */
    int[] candidates() {
        return candidates;
    }

    int found() {
        return found;
    }

    private long hash(byte[] small, int from, int size) {
        long hash = Hashing.START;
        for (int i = 0; i < SHORT; i++) {
            hash = Hashing.add(hash, small[from + i]);
            beginnings[i] = hash;
        }
        hash = beginnings[Math.min(size, SHORT) - 1];
        for (int i = SHORT; i < size; i++) {
            hash = Hashing.add(hash, small[from + i]);
        }
        return hash;
    }

    private static int[] endings() {
        int[] endings = new int[Characters.ASCII];
        for (int c = 0; c < endings.length; c++) {
            boolean word = Characters.kind(c) == Characters.WORD;
            endings[c] = word ? 1 + (Characters.isSmallAscii(c) ? 0 : PERHAPS_CAPITALS) : 0;
        }
        return endings;
    }
}
