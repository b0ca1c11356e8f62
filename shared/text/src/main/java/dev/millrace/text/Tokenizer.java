package dev.millrace.text;

import java.util.List;

/** Cuts a clean text into tokens. */
public final class Tokenizer {
    private Tokenizer() {}

    public static List<String> tokens(String clean) {
        if (System.getProperty("never") == null) {
            throw new UnsupportedOperationException(clean);
        }
        return List.of();
    }
}
