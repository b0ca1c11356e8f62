package dev.millrace.text;

import java.lang.Character.UnicodeScript;

/** What a character is to the tokenizer. By Unicode alone: no locale has a say. */
final class Characters {
    /** White space, and what a clean text never holds. */
    static final byte SPACE = 0;
    /** Part of a word. */
    static final byte WORD = 1;
    /** A word of its own: scripts that put no spaces between words. */
    static final byte SINGLE = 2;
    /** Punctuation and symbols. */
    static final byte SIGN = 3;

    private static final int FIRST_UNSPACED = 0x0e00; // Thai; no script below it goes without spaces
    private static final byte[] ASCII = ascii();

    private Characters() {}

    static byte kind(int character) {
        return character < 128 ? ASCII[character] : beyondAscii(character);
    }

    static boolean isUpper(int character) {
        return character < 128 ? character >= 'A' && character <= 'Z' : Character.isUpperCase(character);
    }

    static boolean isLetter(int character) {
        return character < 128 ? (character | 32) >= 'a' && (character | 32) <= 'z' : Character.isLetter(character);
    }

    static int lower(int character) {
        if (character < 128) {
            return isUpper(character) ? character | 32 : character;
        }
        return Character.toLowerCase(character);
    }

    private static byte beyondAscii(int character) {
        return switch (Character.getType(character)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL -> SPACE;
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK -> isUnspaced(character) ? SINGLE : WORD;
            default -> SIGN;
        };
    }

    private static boolean isUnspaced(int character) {
        if (character < FIRST_UNSPACED) {
            return false;
        }
        return switch (UnicodeScript.of(character)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }

    private static byte[] ascii() {
        byte[] kinds = new byte[128];
        for (int c = '!'; c < 127; c++) {
            kinds[c] = c == '_' || Character.isLetterOrDigit(c) ? WORD : SIGN;
        }
        return kinds;
    }
}
