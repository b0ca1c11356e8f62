package dev.millrace.runtime;

/** A setting that is missing, wrong or unknown. Its message is the one line that a function prints before it exits with 1. */
public final class InvalidSetting extends RuntimeException {
    private static final long serialVersionUID = 1;

    public InvalidSetting(String line) {
        super(line, null, false, false);
    }

    String line() {
        return String.valueOf(getMessage());
    }
}
