package dev.millrace.train;

import java.util.Locale;

/** Where a run is, in this order. */
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
