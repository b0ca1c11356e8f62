package dev.millrace.text;

/**
 * The one way a token and a run of tokens get their hash. Frozen: a model's features are known by these numbers alone, so
 * another rule would make every stored model blind.
 *
 * <p>A token's hash is 64 bits: for each character xor, multiply by an odd constant, fold the high bits down; so two
 * tokens of a few characters never share one systematically, as they would with {@link String#hashCode}. A run's hash
 * mixes its tokens' hashes (the finaliser of MurmurHash3, Austin Appleby, public domain) and keeps 32 bits.
 */
final class Hashing {
    static final long START = 0xcbf29ce484222325L;
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private Hashing() {}

    static long add(long hash, int character) {
        long next = (hash ^ character) * STEP;
        return next ^ (next >>> 32);
    }

    static long add(long hash, String text) {
        long next = hash;
        for (int i = 0; i < text.length(); i++) {
            next = add(next, text.charAt(i));
        }
        return next;
    }

    /** The hash of two runs, one behind the other. */
    static long join(long left, long right) {
        return (Long.rotateLeft(left, 23) ^ right) * STEP;
    }

    /** 32 well-mixed bits. */
    static int finish(long hash) {
        long mixed = hash;
        mixed ^= mixed >>> 33;
        mixed *= 0xff51afd7ed558ccdL;
        mixed ^= mixed >>> 33;
        mixed *= 0xc4ceb9fe1a85ec53L;
        mixed ^= mixed >>> 33;
        return (int) mixed;
    }
}
