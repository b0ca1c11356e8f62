package dev.millrace.text;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts a clean text into tokens: words (letters, digits, marks, {@code _}; lower-case), single characters of scripts
 * without spaces between words, and runs of one sign ({@code !!!} for three or more). Beside them, the hosts of links and
 * how many words are in capitals. Which tokens there are was decided by measuring; see RATIONALE.md. One pass, no strings.
 *
 * <p>Its arrays serve text after text, so it belongs to one thread at a time; what it found counts until the next scan.
 */
public final class Tokenizer {
    private static final int LONGEST_RUN = 3;
    private static final String LINK = "://";
    /** Behind the last character, so that no loop need look for the end: it is part of no word, sign or host. */
    private static final char END = ' ';

    private final AsciiSplitter splitter = new AsciiSplitter();
    private final AsciiHasher hasher = new AsciiHasher();
    private final TokenRun sequence = new TokenRun(64);
    private final TokenRun hosts = new TokenRun(4);
    private char[] text = new char[256];
    private int length;
    private int words;
    private int capitals;

    Tokenizer() {}

    /** The tokens' texts in their order. */
    public static List<String> tokens(String clean) {
        Tokenizer tokenizer = new Tokenizer();
        tokenizer.scan(clean);
        TokenRun sequence = tokenizer.sequence;
        return IntStream.range(0, sequence.length())
                .mapToObj(i -> sequence.text(i, clean))
                .toList();
    }

    void scan(String clean) {
        load(clean);
        sequence.clear();
        hosts.clear();
        words = 0;
        capitals = 0;
        if (splitter.load(text, length)) {
            scanAscii();
        } else {
            scanAny();
        }
        addHosts(clean);
    }

    /** Words and signs, as they follow each other. */
    TokenRun sequence() {
        return sequence;
    }

    /** The hosts of the links in it. */
    TokenRun hosts() {
        return hosts;
    }

    /** How many tokens of the sequence are words. */
    int words() {
        return words;
    }

    /** How many words are written in capitals only. */
    int capitals() {
        return capitals;
    }

    private void scanAscii() {
        splitter.split(sequence);
        hasher.hash(sequence, text, splitter.letters(), LONGEST_RUN);
        words = hasher.words();
        for (int i = 0; i < hasher.found(); i++) {
            int token = hasher.candidates()[i];
            if (isCapitals(sequence.from[token], sequence.to[token])) {
                capitals++;
            }
        }
    }

    private void scanAny() {
        int position = 0;
        while (position < length) {
            position = step(position);
        }
    }

    private void addHosts(String clean) {
        for (int at = clean.indexOf(LINK); at >= 0; at = clean.indexOf(LINK, at + 1)) {
            host(at + LINK.length());
        }
    }

    private void load(String clean) {
        length = clean.length();
        if (text.length <= length) {
            text = new char[length + length / 2 + 1];
        }
        clean.getChars(0, length, text, 0);
        text[length] = END;
    }

    /** Reads what begins at a position; returns where it ends. */
    private int step(int position) {
        int character = text[position];
        if (Characters.wordLetter(character) != 0) {
            return word(position);
        }
        character = character < Characters.ASCII ? character : codePoint(position);
        return switch (Characters.kind(character)) {
            case Characters.WORD -> word(position);
            case Characters.SINGLE -> {
                int next = position + Character.charCount(character);
                sequence.add(position, next, Hashing.add(Hashing.START, Characters.lower(character)));
                yield next;
            }
            case Characters.SIGN -> signs(position, character);
            default -> position + Character.charCount(character);
        };
    }

    private int word(int first) {
        long hash = Hashing.START;
        int position = first;
        while (true) {
            int character = text[position];
            int lower = Characters.wordLetter(character);
            if (lower != 0) {
                hash = Hashing.add(hash, lower);
                position++;
            } else if (character < Characters.ASCII) {
                break;
            } else {
                character = codePoint(position);
                if (Characters.kind(character) != Characters.WORD) {
                    break;
                }
                hash = Hashing.add(hash, Characters.lower(character));
                position += Character.charCount(character);
            }
        }
        sequence.add(first, position, hash);
        words++;
        // Most words end in a small letter: one look instead of one at each of their letters.
        if (!Characters.isSmallAscii(text[position - 1]) && isCapitals(first, position)) {
            capitals++;
        }
        return position;
    }

    /** Two letters or more, all of them capitals; digits and marks have no say. */
    private boolean isCapitals(int first, int end) {
        int letters = 0;
        int position = first;
        while (position < end) {
            int character = codePoint(position);
            if (Characters.isLetter(character)) {
                letters++;
                if (!Characters.isUpper(character)) {
                    return false;
                }
            }
            position += Character.charCount(character);
        }
        return letters >= 2;
    }

    private int signs(int first, int sign) {
        int width = Character.charCount(sign);
        long hash = Hashing.add(Hashing.START, sign);
        int run = 1;
        int position = first + width;
        while (position < length && codePoint(position) == sign) {
            if (run < LONGEST_RUN) {
                hash = Hashing.add(hash, sign);
                run++;
            }
            position += width;
        }
        sequence.add(first, first + run * width, hash);
        return position;
    }

    /** Marks the host that begins at a position, and the site it belongs to (its last two names). */
    private void host(int first) {
        int end = first;
        int lastDot = -1;
        int dotBefore = -1;
        while (isOfHost(text[end])) {
            if (text[end] == '.') {
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
            hash = Hashing.add(hash, Characters.lower(text[i]));
        }
        hosts.add(from, to, hash);
    }

    private static boolean isOfHost(char character) {
        return character == '.' || character == '-' || Characters.kind(character) == Characters.WORD;
    }

    private int codePoint(int position) {
        return Character.codePointAt(text, position, length);
    }
}
