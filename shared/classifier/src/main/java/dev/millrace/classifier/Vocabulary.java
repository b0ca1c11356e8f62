package dev.millrace.classifier;

/**
 * The features of a text model: hashes in ascending (unsigned) order, in how many documents of the training side each
 * occurs, and the weight that follows from it (smoothed inverse document frequency, as scikit-learn's: ln((1 + documents)
 * / (1 + frequency)) + 1).
 */
final class Vocabulary {
    private final int documents;
    private final int[] hashes;
    private final int[] frequencies;
    private final float[] weights;
    private final HashIndex index;

    Vocabulary(int documents, int[] hashes, int[] frequencies) {
        this.documents = documents;
        this.hashes = hashes;
        this.frequencies = frequencies;
        weights = new float[hashes.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (StrictMath.log((1.0 + documents) / (1.0 + frequencies[i])) + 1);
        }
        index = new HashIndex(hashes);
    }

    int size() {
        return hashes.length;
    }

    int documents() {
        return documents;
    }

    int hash(int feature) {
        return hashes[feature];
    }

    int frequency(int feature) {
        return frequencies[feature];
    }

    float weight(int feature) {
        return weights[feature];
    }

    /** The feature of a hash, or -1. */
    int find(int hash) {
        return index.find(hash);
    }

    /** The features of hashes, as {@link HashIndex#findAll}. */
    int findAll(int[] wanted, int size, int[] features) {
        return index.findAll(wanted, size, features);
    }

    long memoryBytes() {
        return 12L * hashes.length + index.memoryBytes();
    }
}
