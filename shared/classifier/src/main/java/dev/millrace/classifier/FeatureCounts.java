package dev.millrace.classifier;

import java.util.Arrays;

/** How often each feature occurs in one document, in the order of first occurrence. Serves document after document. */
final class FeatureCounts {
    private static final int SPREAD = 0x9e3779b9;

    /**
     * By the feature's hash: its place in {@code features} plus 1, on top of what earlier documents used up. So whatever
     * they left behind is at most {@code usedUp}, which means free: nothing need be cleared. At most half full.
     */
    private int[] slots = new int[0];

    private int usedUp;
    private int[] counts = new int[0];

    /** Takes features with their repetitions; leaves each once, at the front, and returns how many that are. */
    int count(int[] features, int repeated) {
        int bits = 33 - Integer.numberOfLeadingZeros(Math.max(4, repeated));
        prepare(1 << bits, repeated);
        int shift = 32 - bits;
        int mask = (1 << bits) - 1;
        int size = 0;
        for (int i = 0; i < repeated; i++) {
            int feature = features[i];
            int slot = (feature * SPREAD) >>> shift;
            int place = slots[slot] - usedUp - 1;
            while (place >= 0 && features[place] != feature) {
                slot = (slot + 1) & mask;
                place = slots[slot] - usedUp - 1;
            }
            if (place >= 0) {
                counts[place]++;
            } else {
                features[size] = feature; // never ahead of i: what is not yet read stays
                counts[size] = 1;
                slots[slot] = usedUp + ++size;
            }
        }
        usedUp += size;
        return size;
    }

    /** How often the feature at a place occurs. */
    int count(int place) {
        return counts[place];
    }

    private void prepare(int places, int repeated) {
        if (slots.length < places) {
            slots = new int[places];
            usedUp = 0;
        }
        if (counts.length < repeated) {
            counts = new int[repeated + repeated / 2];
        }
        if (usedUp > Integer.MAX_VALUE - repeated) {
            Arrays.fill(slots, 0);
            usedUp = 0;
        }
    }
}
