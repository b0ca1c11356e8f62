package dev.millrace.embedded;

import org.jspecify.annotations.Nullable;

/** The broker or the database cannot start here. The message is one sentence for people, with the way out. */
public final class EmbeddedStartException extends RuntimeException {
    EmbeddedStartException(String message) {
        super(message);
    }

    EmbeddedStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
