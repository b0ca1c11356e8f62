package dev.millrace.text;

import org.jspecify.annotations.Nullable;

/**
 * The short way to a clean text, for texts of Latin letters without markup: there NFC changes nothing, and all that is to
 * be done is to fold white space and to leave out control characters. One pass, where the long way takes six.
 */
final class OrdinaryText {
    /** Stays as it is. */
    private static final byte PLAIN = 0;
    /** A space or a line break, as a clean text has them: but not first, not last, and not beside another. */
    private static final byte GAP = 1;
    /** All from here on is more than {@link #isClean} answers for. */
    private static final byte SPACE = 2;

    private static final byte LINE = 4;
    private static final byte DROPPED = 6;
    /** Begins markup, if the next character says so. */
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

    /** The clean form, of any length; nothing if that takes the long way. */
    static @Nullable String folded(String text) {
        char[] characters = new char[text.length()];
        text.getChars(0, characters.length, characters, 0);
        int size = 0;
        int gap = 0;
        boolean opened = false;
        for (char character : characters) {
            int now = classOf(character);
            switch (now) {
                case GAP -> gap |= character == '\n' ? LINE : SPACE;
                case SPACE, LINE -> gap |= now;
                case DROPPED -> {}
                case OTHER -> {
                    return null;
                }
                default -> {
                    if (gap != 0 && size > 0) {
                        characters[size++] = (gap & LINE) != 0 ? '\n' : ' ';
                        opened = false;
                    }
                    gap = 0;
                    if (opened && Markup.isTriggeredBy(character)) {
                        return null;
                    }
                    opened = now == OPENING;
                    characters[size++] = character; // never ahead of what is read
                }
            }
        }
        return new String(characters, 0, size);
    }

    private static int classOf(char character) {
        return character < PlainText.FIRST_MARK ? CLASSES[character] : OTHER;
    }

    private static byte[] classes() {
        byte[] classes = new byte[PlainText.FIRST_MARK];
        for (char c = 0; c < classes.length; c++) {
            classes[c] = classify(c);
        }
        return classes;
    }

    private static byte classify(char character) {
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
}
