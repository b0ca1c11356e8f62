package dev.millrace.document;

/** The rules for short strings of a document (id, label, source, names), which travel in keys, SQL, URLs and logs. */
public final class Strings {
    private static final int SHOWN = 60;

    private Strings() {}

    /** Throws unless {@code value} has 1 to {@code limit} characters, none of them a control character or half a pair. */
    static String require(String field, String value, int limit) {
        if (value.isBlank()) {
            throw InvalidInput.field(field, "is empty: expected 1 to " + limit + " characters");
        }
        if (value.length() > limit) {
            throw InvalidInput.field(field, "has " + value.length() + " characters: expected at most " + limit);
        }
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                throw InvalidInput.field(field, "holds a control character at position " + i + ": remove it");
            }
        }
        return requirePairs(field, value);
    }

    /** Throws when a surrogate stands alone: such a string has no UTF-8 form. */
    static String requirePairs(String field, String value) {
        for (int position = 0; position < value.length(); position++) {
            if (Character.isSurrogate(value.charAt(position))) {
                // A whole pair is one character beyond the range of halves.
                if (Character.charCount(value.codePointAt(position)) == 1) {
                    throw InvalidInput.field(
                            field,
                            "holds half a surrogate pair at position " + position
                                    + ": expected whole Unicode characters");
                }
                position++;
            }
        }
        return value;
    }

    /** A value as a message may show it: cut, and without what is no character to see or would break a line. */
    public static String shown(String value) {
        String cut = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
        return cut.replaceAll("[\\p{C}\\u2028\\u2029]", "?");
    }
}
