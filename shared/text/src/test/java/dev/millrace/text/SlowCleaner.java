package dev.millrace.text;

/** What a text becomes, by the rules alone; all else is a short cut to the same. */
final class SlowCleaner {
    private static final int LAYERS = 3;

    private SlowCleaner() {}

    static String clean(String raw, int limit) {
        String text = PlainText.of(raw);
        for (int layer = 0; layer < LAYERS; layer++) {
            String converted = PlainText.of(Markup.converted(text));
            if (converted.equals(text)) {
                break;
            }
            text = converted;
        }
        String cut = cut(text, limit);
        return Markup.converted(cut).equals(cut) ? cut : cut(PlainText.of(Markup.neutralised(cut)), limit);
    }

    private static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
        return text.substring(0, end).stripTrailing();
    }
}
