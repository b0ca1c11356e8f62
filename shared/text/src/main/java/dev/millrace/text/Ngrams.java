package dev.millrace.text;

/**
 * The features of a text: each run of 1 to n tokens, and marks beside them (hosts of links, words in capitals and their
 * share, length), as 32-bit hashes; a feature that occurs twice is there twice. The text of a feature is made only when
 * asked for, to explain.
 */
public final class Ngrams {
    private final Tokens tokens;
    private final int longest;
    private final int[] hashes;

    private Ngrams(Tokens tokens, int longest, int[] hashes) {
        this.tokens = tokens;
        this.longest = longest;
        this.hashes = hashes;
    }

    /** The features of a clean text, of runs of 1 to {@code longest} tokens. */
    public static Ngrams of(String clean, int longest) {
        Tokens tokens = Tokenizer.scan(clean);
        int size = tokens.hosts().length() + marks(tokens);
        for (int n = 1; n <= longest; n++) {
            size += runs(tokens, n);
        }
        int[] hashes = new int[size];
        int at = 0;
        for (int n = 1; n <= longest; n++) {
            at = addRuns(tokens.sequence(), n, hashes, at);
        }
        for (int i = 0; i < tokens.hosts().length(); i++) {
            hashes[at++] = Hashing.finish(tokens.hosts().hash(i));
        }
        for (int i = 0; i < marks(tokens); i++) {
            hashes[at++] = mark(tokens, i).hash();
        }
        return new Ngrams(tokens, longest, hashes);
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
            int runs = runs(tokens, n);
            if (at < runs) {
                return run(at, n);
            }
            at -= runs;
        }
        int hosts = tokens.hosts().length();
        return at < hosts
                ? Mark.HOST + tokens.hosts().text(at)
                : mark(tokens, at - hosts).text();
    }

    private String run(int first, int n) {
        StringBuilder text = new StringBuilder(tokens.sequence().text(first));
        for (int k = 1; k < n; k++) {
            text.append(' ').append(tokens.sequence().text(first + k));
        }
        return text.toString();
    }

    private static int runs(Tokens tokens, int n) {
        return Math.max(0, tokens.sequence().length() - n + 1);
    }

    private static int addRuns(TokenRun sequence, int n, int[] hashes, int start) {
        int at = start;
        for (int first = 0; first + n <= sequence.length(); first++) {
            long hash = sequence.hash(first);
            for (int k = 1; k < n; k++) {
                hash = Hashing.join(hash, sequence.hash(first + k));
            }
            hashes[at++] = Hashing.finish(hash);
        }
        return at;
    }

    /** Share and length, and one for each word in capitals; a text without words has none. */
    private static int marks(Tokens tokens) {
        return tokens.words() == 0 ? 0 : 2 + tokens.capitals();
    }

    private static Mark mark(Tokens tokens, int i) {
        return switch (i) {
            case 0 -> Mark.share(tokens.capitals(), tokens.words());
            case 1 -> Mark.length(tokens.words());
            default -> Mark.CAPITALS;
        };
    }
}
