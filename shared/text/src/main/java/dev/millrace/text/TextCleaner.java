package dev.millrace.text;

/**
 * The clean form of a text: HTML turned into text (only when the text holds HTML tags), entities decoded, scripts and
 * styles dropped, control and invisible characters out, Unicode NFC, white space folded, cut to a limit. Cleaning a clean
 * text changes nothing. Takes time linear in the length, for any input.
 *
 * <p>The version is kept beside each cleaned text: a text of an older cleaner is cleaned again before it is used.
 */
public final class TextCleaner {
    public static final int VERSION = 1;
    /** Markup may hide in markup (an escaped tag, escaped again); deeper layers are left, as text that is no markup. */
    private static final int LAYERS = 3;

    private final int limit;

    /** Keeps at most {@code limit} characters (UTF-16 units), never half a surrogate pair. */
    public TextCleaner(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + ": expected at least 1");
        }
        this.limit = limit;
    }

    /** The same text if it is clean. */
    public String clean(String raw) {
        if (raw.length() <= limit && OrdinaryText.isClean(raw)) {
            return raw;
        }
        String plain = OrdinaryText.plain(raw).orElseGet(() -> PlainText.of(raw));
        return Markup.isIn(plain) ? withoutMarkup(plain) : cut(plain);
    }

    private String withoutMarkup(String plain) {
        String text = plain;
        for (int layer = 0; layer < LAYERS; layer++) {
            String converted = PlainText.of(Markup.converted(text));
            if (converted.equals(text)) {
                break;
            }
            text = converted;
        }
        String cut = cut(text);
        return Markup.converted(cut).equals(cut) ? cut : cut(PlainText.of(Markup.neutralised(cut)));
    }

    private String cut(String text) {
        if (text.length() <= limit) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
        return text.substring(0, end).stripTrailing();
    }
}
