package dev.millrace.store;

import dev.millrace.document.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Sees to it that one redrive of a record is stored at most once: a second one becomes a dead letter. */
final class Redrives {
    private Redrives() {}

    /** A batch's rows, as they are to be written. */
    record Sorted(List<StoredDocument> documents, List<DeadLetter> deadLetters) {}

    static Sorted sort(Handle handle, Batch batch) {
        List<Place> firstPlaces = batch.documents().stream()
                .flatMap(document -> document.redriveOf().stream())
                .distinct()
                .toList();
        if (firstPlaces.isEmpty()) {
            return new Sorted(batch.documents(), batch.deadLetters());
        }
        Set<Place> stored = new HashSet<>(stored(handle, firstPlaces));
        List<StoredDocument> documents = new ArrayList<>();
        List<DeadLetter> deadLetters = new ArrayList<>(batch.deadLetters());
        for (StoredDocument document : batch.documents()) {
            if (document.redriveOf().filter(first -> !stored.add(first)).isPresent()) {
                deadLetters.add(duplicate(document));
            } else {
                documents.add(document);
            }
        }
        return new Sorted(documents, deadLetters);
    }

    /** Those places whose record is a document already, by a redrive or at once. */
    private static List<Place> stored(Handle handle, List<Place> firstPlaces) {
        return handle.createQuery("""
                        SELECT p.generation, p.partition, p.record_offset
                        FROM unnest(:generations, :partitions, :offsets) AS p (generation, partition, record_offset)
                        WHERE EXISTS (
                                SELECT FROM document d
                                WHERE d.redrive_of_generation = p.generation
                                    AND d.redrive_of_partition = p.partition
                                    AND d.redrive_of_offset = p.record_offset)
                            OR EXISTS (
                                SELECT FROM document d
                                WHERE d.generation = p.generation
                                    AND d.partition = p.partition
                                    AND d.record_offset = p.record_offset)
                        """)
                .bind("generations", Places.generations(firstPlaces))
                .bind("partitions", Places.partitions(firstPlaces))
                .bind("offsets", Places.offsets(firstPlaces))
                .map((row, context) -> Columns.place(row))
                .list();
    }

    private static DeadLetter duplicate(StoredDocument document) {
        return new DeadLetter(
                document.place(),
                document.redriveOf(),
                DeadLetter.DUPLICATE_REDRIVE,
                "the record of " + document.redriveOf().orElseThrow() + " is stored already: nothing is lost",
                Optional.of(document.key()),
                Optional.of(document.received()),
                document.traceId(),
                document.acceptedAt());
    }
}
