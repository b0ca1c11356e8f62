package dev.millrace.text;

import java.lang.Character.UnicodeBlock;
import java.text.Normalizer;
import java.util.Optional;

/**
 * The short way to the plain form of a text, for texts of letters and signs that NFC leaves alone wherever they stand:
 * there all that is to be done is to fold white space and to leave out control characters. One pass, where the long way
 * ({@link PlainText}) takes five.
 */
final class OrdinaryText {
    /** Beyond the scripts of Europe and the signs of print, such as dashes and quotation marks, the long way is taken. */
    private static final int END = 0x2070;

    /** Stays as it is. */
    private static final byte PLAIN = 0;
    /** A space or a line break, as a clean text has them: but not first, not last, and not beside another. */
    private static final byte GAP = 1;
    /** All from here on is more than {@link #isClean} answers for. */
    private static final byte SPACE = 2;

    private static final byte LINE = 4;
    private static final byte DROPPED = 6;
    /** May begin markup. */
    private static final byte OPENING = 8;

    private static final byte OTHER = 10;

    private static final byte[] CLASSES = classes();

    private OrdinaryText() {}

    /** Whether it surely is clean. Without a branch a character: in prose they could not be foreseen. */
    static boolean isClean(String text) {
        int before = GAP;
        int faults = 0;
        for (int i = 0; i < text.length(); i++) {
            int now = classOf(text.charAt(i));
            faults |= (now & before) | (now >> 1);
            before = now;
        }
        return faults == 0 && before == PLAIN;
    }

    /** The plain form; none if that takes the long way. */
    static Optional<String> plain(String text) {
        char[] characters = new char[text.length()];
        text.getChars(0, characters.length, characters, 0);
        int size = 0;
        int gap = 0;
        for (char character : characters) {
            int now = classOf(character);
            switch (now) {
                case GAP -> gap |= character == '\n' ? LINE : SPACE;
                case SPACE, LINE -> gap |= now;
                case DROPPED -> {}
                case OTHER -> {
                    return Optional.empty();
                }
                default -> {
                    if (gap != 0 && size > 0) {
                        characters[size++] = (gap & LINE) != 0 ? '\n' : ' ';
                    }
                    gap = 0;
                    characters[size++] = character; // never ahead of what is read
                }
            }
        }
        return Optional.of(new String(characters, 0, size));
    }

    private static int classOf(char character) {
        return character < END ? CLASSES[character] : OTHER;
    }

    private static byte[] classes() {
        byte[] classes = new byte[END];
        for (char c = 0; c < END; c++) {
            classes[c] = classify(c);
        }
        return classes;
    }

    private static byte classify(char character) {
        if (character >= PlainText.FIRST_MARK && !isInert(character)) {
            return OTHER;
        }
        if (PlainText.isSpace(character)) {
            if (character == ' ' || character == '\n') {
                return GAP;
            }
            return PlainText.isLineBreak(character) ? LINE : SPACE;
        }
        if (!PlainText.isKept(character)) {
            return DROPPED;
        }
        return character == '<' || character == '&' ? OPENING : PLAIN;
    }

    /**
     * Whether NFC leaves it alone whatever stands beside it, marks excepted: what joins the character before it is a mark
     * or a vowel or final of Hangul, and these are not inert themselves.
     */
    private static boolean isInert(char character) {
        return !PlainText.isMark(character)
                && !UnicodeBlock.HANGUL_JAMO.equals(UnicodeBlock.of(character))
                && Normalizer.isNormalized(String.valueOf(character), Normalizer.Form.NFC);
    }
}
