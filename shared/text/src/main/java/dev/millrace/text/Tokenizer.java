package dev.millrace.text;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts a clean text into tokens: words (letters, digits, marks, {@code _}; lower-case), single characters of scripts
 * without spaces between words, and runs of one sign ({@code !!!} for three or more). Beside them, the hosts of links and
 * how many words are in capitals. Which tokens there are was decided by measuring; see RATIONALE.md. One pass.
 */
public final class Tokenizer {
    private static final int LONGEST_RUN = 3;

    private final String text;
    private final TokenRun sequence;
    private final TokenRun hosts;
    private int words;
    private int capitals;

    private Tokenizer(String text) {
        this.text = text;
        sequence = new TokenRun(text, text.length() / 4 + 8);
        hosts = new TokenRun(text, 4);
    }

    /** The tokens' texts in their order. */
    public static List<String> tokens(String clean) {
        TokenRun sequence = scan(clean).sequence();
        return IntStream.range(0, sequence.length()).mapToObj(sequence::text).toList();
    }

    static Tokens scan(String clean) {
        Tokenizer tokenizer = new Tokenizer(clean);
        int position = 0;
        while (position < clean.length()) {
            position = tokenizer.step(position);
        }
        return new Tokens(tokenizer.sequence, tokenizer.hosts, tokenizer.words, tokenizer.capitals);
    }

    /** Reads what begins at a position; returns where it ends. */
    private int step(int position) {
        int character = text.codePointAt(position);
        int next = position + Character.charCount(character);
        return switch (Characters.kind(character)) {
            case Characters.WORD -> word(position);
            case Characters.SINGLE -> {
                sequence.add(position, next, Hashing.add(Hashing.START, Characters.lower(character)));
                yield next;
            }
            case Characters.SIGN -> signs(position, character);
            default -> next;
        };
    }

    private int word(int first) {
        long hash = Hashing.START;
        int letters = 0;
        boolean upper = true;
        int position = first;
        while (position < text.length()) {
            int character = text.codePointAt(position);
            if (Characters.kind(character) != Characters.WORD) {
                break;
            }
            if (Characters.isLetter(character)) {
                letters++;
                upper &= Characters.isUpper(character);
            }
            hash = Hashing.add(hash, Characters.lower(character));
            position += Character.charCount(character);
        }
        sequence.add(first, position, hash);
        words++;
        if (letters >= 2 && upper) {
            capitals++;
        }
        return position;
    }

    private int signs(int first, int sign) {
        int width = Character.charCount(sign);
        long hash = Hashing.START;
        int run = 0;
        int position = first;
        while (position < text.length() && text.codePointAt(position) == sign) {
            if (run < LONGEST_RUN) {
                hash = Hashing.add(hash, sign);
                run++;
            }
            position += width;
        }
        sequence.add(first, first + run * width, hash);
        if (sign == ':' && text.startsWith("//", position)) {
            host(position + 2);
        }
        return position;
    }

    /** Marks the host that begins at a position, and the site it belongs to (its last two names). */
    private void host(int first) {
        int end = first;
        int lastDot = -1;
        int dotBefore = -1;
        while (end < text.length() && isOfHost(text.charAt(end))) {
            if (text.charAt(end) == '.') {
                dotBefore = lastDot;
                lastDot = end;
            }
            end++;
        }
        if (lastDot > first) {
            addHost(first, end);
        }
        if (dotBefore > first) {
            addHost(dotBefore, end);
        }
    }

    private void addHost(int from, int to) {
        long hash = Mark.HOST_START;
        for (int i = from; i < to; i++) {
            hash = Hashing.add(hash, Characters.lower(text.charAt(i)));
        }
        hosts.add(from, to, hash);
    }

    private static boolean isOfHost(char character) {
        return character == '.' || character == '-' || Characters.kind(character) == Characters.WORD;
    }
}
