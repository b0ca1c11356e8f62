package dev.millrace.document;

import java.util.Optional;

/**
 * Input that breaks a rule. The HTTP edge answers it with 400 (malformed: no JSON at all) or 422 (a field breaks a rule);
 * clean makes a dead letter of it with the code as its reason.
 */
public final class InvalidInput extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;
    private final String field;

    private InvalidInput(String code, String field, String message) {
        // No stack trace: it is an answer, not a defect, and a batch may hold a million of them.
        super(message, null, false, false);
        this.code = code;
        this.field = field;
    }

    /** The bytes are not the JSON that was expected; {@code message} names the position. */
    public static InvalidInput malformed(String message) {
        return new InvalidInput("malformed", "", message);
    }

    /**
     * A field breaks a rule; {@code message} goes on the sentence that begins with the field's name. Of a path the code has
     * the first name alone: what follows may be the sender's word, and the code is a metric's label.
     */
    public static InvalidInput field(String field, String message) {
        String name = field.replaceAll("(?s)[^a-z0-9_].*", "").replace('_', '-');
        return new InvalidInput("invalid-" + name, field, field + " " + message);
    }

    /** As {@link #field(String, String)}, with a code of its own. */
    public static InvalidInput of(String code, String field, String message) {
        return new InvalidInput(code, field, field + " " + message);
    }

    /** The same in a part of the input: the field and the sentence begin with its {@code path}, as {@code instances[3]}. */
    public InvalidInput within(String path) {
        if (path.isEmpty() || field.isEmpty() || field.equals(path) || field.startsWith(path + ".")) {
            return this;
        }
        return new InvalidInput(code, path + "." + field, path + "." + sentence());
    }

    /** Stable, kebab-case: {@code malformed}, {@code unknown-model}, {@code invalid-text} … */
    public String code() {
        return code;
    }

    /** The path of the field, as {@code features.petal_width}; none when the input could not be read at all. */
    public Optional<String> field() {
        return field.isEmpty() ? Optional.empty() : Optional.of(field);
    }

    /** The sentence for the sender: what is wrong, what was expected. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
