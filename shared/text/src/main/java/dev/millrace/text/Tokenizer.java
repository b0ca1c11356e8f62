package dev.millrace.text;

import java.util.List;

/** Cuts a clean text into tokens. */
public final class Tokenizer {
    private Tokenizer() {}

    public static List<String> tokens(String clean) {
        throw new UnsupportedOperationException(clean);
    }
}
