package dev.millrace.clean;

import dev.millrace.store.DeadLetter;
import dev.millrace.store.StoredDocument;

/** What becomes of a record: exactly one of these, for every record. */
sealed interface Cleaned {
    record Stored(StoredDocument document) implements Cleaned {}

    record Dead(DeadLetter letter) implements Cleaned {}
}
