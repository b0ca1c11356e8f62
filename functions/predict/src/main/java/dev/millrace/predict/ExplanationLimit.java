package dev.millrace.predict;

import dev.millrace.document.Content;
import dev.millrace.document.InvalidInput;
import java.util.List;

/**
 * How much one request may have explained. An explanation takes some hundred bytes of memory for each word of the text, so
 * what fits into a body would, explained, not fit into memory.
 */
final class ExplanationLimit {
    private static final int CHARACTERS = 1 << 20;

    private ExplanationLimit() {}

    /** Throws {@link InvalidInput} when the texts are too long together; one text alone has its model's limit. */
    static void check(List<Content> rows) {
        long characters = 0;
        for (Content row : rows) {
            characters += row instanceof Content.Text text ? text.value().length() : 0;
        }
        if (rows.size() > 1 && characters > CHARACTERS) {
            throw InvalidInput.of(
                    "too-much-to-explain",
                    "explain",
                    "is for " + rows.size() + " texts with " + characters + " characters: expected at most "
                            + CHARACTERS + " together");
        }
    }
}
