package dev.millrace.runtime;

import java.io.IOException;

/** The process stops and waits no longer for the rest of a body. */
final class UploadCutException extends IOException {
    private static final long serialVersionUID = 1;

    UploadCutException() {
        // "connection closed" keeps Micronaut from logging it as an error when the route no longer reads.
        super("connection closed: the process is stopping");
    }
}
