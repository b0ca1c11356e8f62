package dev.millrace.store;

import dev.millrace.document.Place;
import java.time.Instant;
import java.util.Optional;

/**
 * A record that could not become a document.
 *
 * @param redriveOf of a redriven record: where it was accepted first
 * @param reason stable, kebab-case
 * @param detail the sentence for people; what PostgreSQL cannot hold in it is replaced, and it is cut to 4,000 characters
 * @param key the record's key, if it had one
 * @param value the record's value, if it had one
 * @param acceptedAt the record's time stamp
 */
public record DeadLetter(
        Place place,
        Optional<Place> redriveOf,
        String reason,
        String detail,
        Optional<byte[]> key,
        Optional<byte[]> value,
        Optional<String> traceId,
        Instant acceptedAt) {
    /** Reason of a redriven record whose document is stored already; written by {@link DocumentStore#commit}. */
    public static final String DUPLICATE_REDRIVE = "duplicate-redrive";

    /** Where the record was accepted first: what a redrive of it has to name. */
    public Place firstPlace() {
        return redriveOf.orElse(place);
    }
}
