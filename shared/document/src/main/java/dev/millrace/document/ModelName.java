package dev.millrace.document;

import java.util.regex.Pattern;

/** The name of a model: 1 to 63 lower-case letters, digits, '-' and '_', first a letter; so it is safe in keys and URLs. */
public record ModelName(String value) implements Comparable<ModelName> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

    public ModelName {
        if (!FORM.matcher(value).matches()) {
            throw InvalidInput.field(
                    "model",
                    "'" + Strings.shown(value)
                            + "' is no model name: expected 1 to 63 lower-case letters, digits, '-' or '_', first a letter");
        }
    }

    @Override
    public int compareTo(ModelName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
