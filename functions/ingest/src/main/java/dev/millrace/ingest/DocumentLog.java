package dev.millrace.ingest;

import dev.millrace.document.Document;
import dev.millrace.document.TraceParent;
import java.util.concurrent.CompletionStage;

/** Where accepted documents are kept until they are cleaned. */
interface DocumentLog {

    /**
     * Appends one document. The stage ends with its place once the log has it durably, or with the failure.
     *
     * <p>May wait a bounded time for room in its buffer: call it on a thread that may block.
     */
    CompletionStage<Appended> append(Document document, TraceParent trace);

    /** Where the document lies. */
    record Appended(int partition, long offset) {}

    /** The document is larger than a record of the log may be. */
    final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLargeException(String message) {
            super(message);
        }
    }
}
