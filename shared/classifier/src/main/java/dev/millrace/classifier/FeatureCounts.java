package dev.millrace.classifier;

/** How often each feature occurs in one document, in the order of first occurrence. */
final class FeatureCounts {
    private static final int SPREAD = 0x9e3779b9;

    /** Place in {@code features} plus 1, by the feature's hash; 0: free. At most half full. */
    private final int[] slots;

    private final int shift;
    private final int[] features;
    private final int[] counts;
    private int size;

    /** For a document of at most {@code most} features, repeated ones counted. */
    FeatureCounts(int most) {
        int bits = 33 - Integer.numberOfLeadingZeros(Math.max(4, most));
        slots = new int[1 << bits];
        shift = 32 - bits;
        features = new int[most];
        counts = new int[most];
    }

    /** Returns whether the feature was new. */
    boolean add(int feature) {
        int slot = (feature * SPREAD) >>> shift;
        while (slots[slot] != 0) {
            int place = slots[slot] - 1;
            if (features[place] == feature) {
                counts[place]++;
                return false;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        features[size] = feature;
        counts[size] = 1;
        slots[slot] = ++size;
        return true;
    }

    int size() {
        return size;
    }

    /** By place; only the first {@link #size} count. */
    int[] features() {
        return features;
    }

    int feature(int place) {
        return features[place];
    }

    int count(int place) {
        return counts[place];
    }
}
