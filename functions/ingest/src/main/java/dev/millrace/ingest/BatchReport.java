package dev.millrace.ingest;

import dev.millrace.document.InvalidInput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What became of a batch. {@code accepted + refused} is the number of its lines that were not blank, unless it was cut
 * short: then {@code failure} or {@code cut} says why, and what was not acknowledged is not counted as accepted.
 *
 * @param refusals the first of them, by line; the rest is only counted
 * @param failure why the log did not take all
 * @param cut why the lines broke off before their end
 */
record BatchReport(
        long accepted, long refused, List<Refusal> refusals, Optional<String> failure, Optional<IOException> cut) {
    /** How many refusals a report spells out, so that a report on any batch has a bounded size. */
    static final int SPELLED_OUT = 1000;

    /** One line that was refused; {@code line} is counted from 1. */
    record Refusal(long line, InvalidInput reason) {}

    BatchReport {
        refusals = List.copyOf(refusals);
    }
}
