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

    /** The characters below it have a table. */
    static final int ASCII = 128;

    private static final int FIRST_UNSPACED = 0x0e00; // Thai; no script below it goes without spaces
    private static final byte[] KINDS = kinds();
    private static final byte[] WORD_LETTERS = wordLetters();

    private Characters() {}

    static byte kind(int character) {
        return character < ASCII ? KINDS[character] : beyondAscii(character);
    }

    /** The small form of an ASCII character that is part of a word; 0 for all others. */
    static int wordLetter(int character) {
        return character < ASCII ? WORD_LETTERS[character] : 0;
    }

    static boolean isSmallAscii(int character) {
        return character >= 'a' && character <= 'z';
    }

    static boolean isUpper(int character) {
        return character < ASCII ? character >= 'A' && character <= 'Z' : Character.isUpperCase(character);
    }

    static boolean isLetter(int character) {
        return character < ASCII ? (character | 32) >= 'a' && (character | 32) <= 'z' : Character.isLetter(character);
    }

    static int lower(int character) {
        if (character < ASCII) {
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

    private static byte[] kinds() {
        byte[] kinds = new byte[ASCII];
        for (int c = '!'; c < 127; c++) {
            kinds[c] = c == '_' || Character.isLetterOrDigit(c) ? WORD : SIGN;
        }
        return kinds;
    }

    private static byte[] wordLetters() {
        byte[] letters = new byte[ASCII];
        for (int c = 0; c < ASCII; c++) {
            letters[c] = KINDS[c] == WORD ? (byte) lower(c) : 0;
        }
        return letters;
    }
}
