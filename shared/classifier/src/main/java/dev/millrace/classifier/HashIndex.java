package dev.millrace.classifier;

/** From a feature's hash to its number: open addressing with linear steps, half full at the most; one array, one look. */
final class HashIndex {
    private static final int SPREAD = 0x9e3779b9;

    /** Upper half: the hash; lower half: its number plus 1; 0: free. */
    private final long[] slots;

    private final int shift;

    /** {@code hashes} are distinct; each gets its place in the array as its number. */
    HashIndex(int[] hashes) {
        int bits = 33 - Integer.numberOfLeadingZeros(Math.max(4, hashes.length));
        slots = new long[1 << bits];
        shift = 32 - bits;
        for (int number = 0; number < hashes.length; number++) {
            int slot = slot(hashes[number]);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = ((long) hashes[number] << 32) | (number + 1);
        }
    }

    /** The number of a hash, or -1. */
    int find(int hash) {
        int slot = slot(hash);
        while (true) {
            long entry = slots[slot];
            if (entry == 0) {
                return -1;
            }
            if ((int) (entry >>> 32) == hash) {
                return (int) entry - 1;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
    }

    /** The numbers of the first {@code size} hashes, in their order, unknown ones left out; returns how many that are. */
    int findAll(int[] hashes, int size, int[] numbers) {
        int found = 0;
        for (int i = 0; i < size; i++) {
            int number = find(hashes[i]);
            numbers[found] = number; // the next one overwrites it, if it is none
            found += number >= 0 ? 1 : 0;
        }
        return found;
    }

    long memoryBytes() {
        return 8L * slots.length;
    }

    private int slot(int hash) {
        return (hash * SPREAD) >>> shift;
    }
}
