package dev.millrace.text;

import java.util.Arrays;

/**
 * The features of one text, in the order of {@link NgramHasher}, with their texts, each made only when asked for: to
 * explain.
 */
public final class Ngrams {
    private final String clean;
    private final int longest;
    private final Tokenizer tokenizer;
    private final int[] hashes;

    private Ngrams(String clean, int longest, Tokenizer tokenizer, int[] hashes) {
        this.clean = clean;
        this.longest = longest;
        this.tokenizer = tokenizer;
        this.hashes = hashes;
    }

    /** The features of a clean text, of runs of 1 to {@code longest} tokens. */
    public static Ngrams of(String clean, int longest) {
        NgramHasher hasher = new NgramHasher();
        int size = hasher.hash(clean, longest);
        return new Ngrams(clean, longest, hasher.tokenizer(), Arrays.copyOf(hasher.hashes(), size));
    }

    public int size() {
        return hashes.length;
    }

    /** The hash of feature {@code i}, 0 to size - 1. */
    public int hash(int i) {
        return hashes[i];
    }

    /** All hashes, in the order of the features. */
    public int[] hashes() {
        return hashes.clone();
    }

    /** Feature {@code i} for people: its tokens with single spaces, or what the mark says. */
    public String text(int i) {
        int at = i;
        for (int n = 1; n <= longest; n++) {
            int runs = Math.max(0, tokenizer.sequence().length() - n + 1);
            if (at < runs) {
                return run(at, n);
            }
            at -= runs;
        }
        int hosts = tokenizer.hosts().length();
        return at < hosts
                ? Mark.HOST + tokenizer.hosts().text(at, clean)
                : mark(at - hosts).text();
    }

    private String run(int first, int n) {
        StringBuilder text = new StringBuilder(tokenizer.sequence().text(first, clean));
        for (int k = 1; k < n; k++) {
            text.append(' ').append(tokenizer.sequence().text(first + k, clean));
        }
        return text.toString();
    }

    private Mark mark(int i) {
        return switch (i) {
            case 0 -> Mark.share(tokenizer.capitals(), tokenizer.words());
            case 1 -> Mark.length(tokenizer.words());
            default -> Mark.CAPITALS;
        };
    }
}
