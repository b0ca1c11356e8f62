package dev.millrace.store;

import dev.millrace.document.ModelName;

/** There is nothing to roll back to: the model never had another champion. */
public final class NoPreviousException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoPreviousException(ModelName model) {
        super("model '" + model + "' has no previous champion to roll back to");
    }
}
