package dev.millrace.document;

import java.time.Duration;

/** The topic between ingest and clean, and the names of its headers. */
public final class RawTopic {
    public static final String NAME = "documents.raw";
    /** Fixed: with another number, keys would move and a document's revisions would lose their order. */
    public static final int PARTITIONS = 3;

    public static final Duration RETENTION = Duration.ofDays(7);

    /** Bytes a record may have: a text at its default limit (1 MiB of characters) fits, whatever it is written in. */
    public static final int RECORD_LIMIT = 8 << 20;

    /** Header: W3C trace context of the request that brought the document. */
    public static final String TRACEPARENT = "traceparent";
    /** Header of a redriven record: the {@link Place} where it was accepted first. */
    public static final String REDRIVE_OF = "millrace-redrive-of";

    private RawTopic() {}
}
