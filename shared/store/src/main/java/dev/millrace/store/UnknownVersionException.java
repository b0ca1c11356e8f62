package dev.millrace.store;

import dev.millrace.document.ModelName;

/** The registry has no such version. */
public final class UnknownVersionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownVersionException(ModelName model, int version) {
        super("model '" + model + "' has no version " + version);
    }
}
