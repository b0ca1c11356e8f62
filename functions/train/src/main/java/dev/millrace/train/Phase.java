package dev.millrace.train;

import java.util.Locale;

/** Where a run is, in this order; back at the gate when the champion moved before its version was published. */
enum Phase {
    QUEUED,
    SNAPSHOT,
    CLEAN,
    FIT,
    EVALUATE,
    GATE,
    PUBLISH;

    /** Its name in answers and metrics. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
