package dev.millrace.text;

import java.text.Normalizer;

/** The plain form of a text: whole characters only, Unicode NFC, white space folded. Applied to its own result it changes nothing. */
final class PlainText {
    /**
     * As in the Stream-Safe Text Format of UAX #15. Without a limit, the time that NFC takes grows with the square of the
     * run: 9 s for 131,072 marks, ten minutes for 1 MiB.
     */
    private static final int MARKS = 30;

    /** Below it NFC changes nothing, and there are no marks. */
    static final int FIRST_MARK = 0x300;

    private PlainText() {}

    static String of(String text) {
        // NFC comes before folding: it turns some spaces into others (U+2000 into U+2002), never a character into a
        // space.
        String composed = Normalizer.normalize(kept(text), Normalizer.Form.NFC);
        return folded(kept(composed));
    }

    /**
     * Leaves out control characters, half surrogate pairs, invisible format characters (zero-width spaces, soft hyphens),
     * and marks upon marks: of a run of combining marks the first {@value #MARKS} stay.
     */
    private static String kept(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        int position = 0;
        int marks = 0;
        while (position < text.length()) {
            int character = text.codePointAt(position);
            position += Character.charCount(character);
            if (!isKept(character)) {
                continue;
            }
            marks = isMark(character) ? marks + 1 : 0;
            if (marks <= MARKS) {
                kept.appendCodePoint(character);
            }
        }
        return kept.toString();
    }

    static boolean isMark(int character) {
        return character >= FIRST_MARK
                && switch (Character.getType(character)) {
                    case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
                    default -> false;
                };
    }

    static boolean isKept(int character) {
        if (character < 0x7f) {
            return character >= ' ' || isSpace(character);
        }
        return isSpace(character)
                || switch (Character.getType(character)) {
                    case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> false;
                    default -> true;
                };
    }

    /** Each run of white space becomes one line break if it holds any, else one space; none at the ends. */
    private static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        boolean space = false;
        boolean line = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (isSpace(character)) {
                space = true;
                line |= isLineBreak(character);
                continue;
            }
            if (space && !folded.isEmpty()) {
                folded.append(line ? '\n' : ' ');
            }
            folded.append(character);
            space = false;
            line = false;
        }
        return folded.toString();
    }

    static boolean isSpace(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character) || character == 0x85;
    }

    static boolean isLineBreak(char character) {
        return switch (character) {
            case '\n', '\r', '\f', 0x0b, 0x85, 0x2028, 0x2029 -> true;
            default -> false;
        };
    }
}
