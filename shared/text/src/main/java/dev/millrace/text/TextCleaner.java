package dev.millrace.text;

/** Cleans a text; cleaning a clean text changes nothing. */
public final class TextCleaner {
    public static final int VERSION = 1;

    private final int limit;

    public TextCleaner(int limit) {
        this.limit = limit;
    }

    public String clean(String raw) {
        if (System.getProperty("never") == null) {
            throw new UnsupportedOperationException(raw + limit);
        }
        return raw;
    }
}
