package dev.millrace.document;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a record lies: generation of the topic (1, 2 … ; a new one each time the topic is made anew), partition, offset.
 * Its text form is {@code generation/partition/offset}.
 */
public record Place(int generation, int partition, long offset) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})/(\\d{1,9})/(\\d{1,18})");

    public Place {
        if (generation < 1 || partition < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "no place: generation " + generation + ", partition " + partition + ", offset " + offset);
        }
    }

    /** Reads the text form; throws {@link InvalidInput} naming {@code field}. */
    public static Place parse(String field, String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || Integer.parseInt(form.group(1)) < 1) {
            throw InvalidInput.field(
                    field,
                    "'" + Strings.shown(text) + "' is no place: expected generation/partition/offset, as 1/0/42");
        }
        return new Place(
                Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)), Long.parseLong(form.group(3)));
    }

    @Override
    public String toString() {
        return generation + "/" + partition + "/" + offset;
    }
}
