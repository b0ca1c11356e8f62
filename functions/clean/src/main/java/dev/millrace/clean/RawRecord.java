package dev.millrace.clean;

import dev.millrace.document.Place;
import dev.millrace.document.TraceParent;
import java.time.Instant;
import java.util.Optional;

/**
 * One record of {@code documents.raw}, free of the broker's types.
 *
 * @param acceptedAt the time stamp that ingest's producer gave it
 * @param redriveOf the header's text, not yet checked
 */
record RawRecord(
        Place place,
        Optional<byte[]> key,
        Optional<byte[]> value,
        Optional<TraceParent> trace,
        Optional<String> redriveOf,
        Instant acceptedAt) {}
