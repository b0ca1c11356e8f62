package dev.millrace.text;

/**
 * The features of a text as 32-bit hashes: each run of 1 to n tokens, and marks beside them (hosts of links, words in
 * capitals and their share, length); a feature that occurs twice is there twice. {@link Ngrams} gives them their names.
 *
 * <p>Its arrays serve text after text, so it belongs to one thread at a time; its hashes count until the next text.
 */
public final class NgramHasher {
    private final Tokenizer tokenizer = new Tokenizer();
    private int[] hashes = new int[64];
    private int size;

    /** Hashes the features of a clean text, of runs of 1 to {@code longest} tokens; returns how many there are. */
    public int hash(String clean, int longest) {
        tokenizer.scan(clean);
        makeRoom(longest);
        size = 0;
        for (int n = 1; n <= longest; n++) {
            addRuns(n);
        }
        addHosts();
        addMarks();
        return size;
    }

    /** By place; only the first ones count, as many as {@link #hash} said. */
    public int[] hashes() {
        return hashes;
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    private void makeRoom(int longest) {
        int most = longest * tokenizer.sequence().length() + tokenizer.hosts().length() + 2 + tokenizer.capitals();
        if (hashes.length < most) {
            hashes = new int[most + most / 2];
        }
    }

    private void addRuns(int n) {
        long[] tokens = tokenizer.sequence().hashes();
        int runs = tokenizer.sequence().length() - n + 1;
        for (int first = 0; first < runs; first++) {
            long hash = tokens[first];
            for (int k = 1; k < n; k++) {
                hash = Hashing.join(hash, tokens[first + k]);
            }
            hashes[size++] = Hashing.finish(hash);
        }
    }

    private void addHosts() {
        long[] hosts = tokenizer.hosts().hashes();
        for (int i = 0; i < tokenizer.hosts().length(); i++) {
            hashes[size++] = Hashing.finish(hosts[i]);
        }
    }

    /** Share and length, and one for each word in capitals; a text without words has none. */
    private void addMarks() {
        if (tokenizer.words() == 0) {
            return;
        }
        hashes[size++] = Mark.share(tokenizer.capitals(), tokenizer.words()).hash();
        hashes[size++] = Mark.length(tokenizer.words()).hash();
        for (int i = 0; i < tokenizer.capitals(); i++) {
            hashes[size++] = Mark.CAPITALS.hash();
        }
    }
}
