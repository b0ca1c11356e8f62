package dev.millrace.classifier;

import java.util.Arrays;

/** Counts in how many documents each hash occurs: open addressing that grows, with the last document beside the count. */
final class DocumentFrequencies {
    private static final int SPREAD = 0x9e3779b9;
    private static final int FIRST_BITS = 12;

    private int bits = FIRST_BITS;
    private int[] hashes = new int[1 << FIRST_BITS];
    private int[] counts = new int[1 << FIRST_BITS];
    private int[] lastDocuments = new int[1 << FIRST_BITS];
    private int used;
    private int documents;

    /** Counts one document, each of its hashes once. */
    void add(int[] documentHashes) {
        add(documentHashes, documentHashes.length);
    }

    /** As {@link #add(int[])}, of the first {@code size} hashes. */
    void add(int[] documentHashes, int size) {
        documents++;
        for (int i = 0; i < size; i++) {
            int hash = documentHashes[i];
            int slot = slot(hash);
            if (counts[slot] == 0) {
                hashes[slot] = hash;
                used++;
            }
            if (lastDocuments[slot] != documents) {
                lastDocuments[slot] = documents;
                counts[slot]++;
            }
            if (used * 2 > counts.length) {
                grow();
            }
        }
    }

    /** The hashes that occur in at least {@code minDocuments} documents. */
    Vocabulary vocabulary(int minDocuments) {
        long[] kept = new long[used];
        int size = 0;
        for (int slot = 0; slot < counts.length; slot++) {
            if (counts[slot] >= minDocuments) {
                kept[size++] = ((hashes[slot] & 0xffffffffL) << 31) | counts[slot];
            }
        }
        Arrays.sort(kept, 0, size);
        int[] sorted = new int[size];
        int[] frequencies = new int[size];
        for (int i = 0; i < size; i++) {
            sorted[i] = (int) (kept[i] >>> 31);
            frequencies[i] = (int) kept[i] & Integer.MAX_VALUE;
        }
        return new Vocabulary(documents, sorted, frequencies);
    }

    private int slot(int hash) {
        int slot = (hash * SPREAD) >>> (32 - bits);
        while (counts[slot] != 0 && hashes[slot] != hash) {
            slot = (slot + 1) & (counts.length - 1);
        }
        return slot;
    }

    private void grow() {
        int[] oldHashes = hashes;
        int[] oldCounts = counts;
        int[] oldDocuments = lastDocuments;
        bits++;
        hashes = new int[1 << bits];
        counts = new int[1 << bits];
        lastDocuments = new int[1 << bits];
        for (int i = 0; i < oldCounts.length; i++) {
            if (oldCounts[i] != 0) {
                int slot = slot(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                counts[slot] = oldCounts[i];
                lastDocuments[slot] = oldDocuments[i];
            }
        }
    }
}
