package dev.millrace.store;

import dev.millrace.document.Place;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What became of the records {@code expected} to {@code next - 1} of a partition: each is in exactly one of the two lists,
 * once. So a mark never passes a record that was not handled.
 *
 * @param expected the mark before the batch
 * @param next the mark after it
 * @param leaderEpoch Kafka's leader epoch of the last record; none when it is not known
 */
public record Batch(
        int generation,
        int partition,
        long expected,
        long next,
        List<StoredDocument> documents,
        List<DeadLetter> deadLetters,
        Optional<Integer> leaderEpoch) {
    public Batch {
        documents = List.copyOf(documents);
        deadLetters = List.copyOf(deadLetters);
        long records = next - expected;
        if (expected < 0 || records < 0 || records > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("no batch: expected " + expected + ", next " + next);
        }
        BitSet handled = new BitSet((int) records);
        documents.forEach(document -> requireOnce(document.place(), generation, partition, expected, next, handled));
        deadLetters.forEach(letter -> requireOnce(letter.place(), generation, partition, expected, next, handled));
        if (handled.cardinality() < records) {
            throw new IllegalArgumentException("offset " + (expected + handled.nextClearBit(0)) + " of partition "
                    + partition + " is not handled: the mark must not pass it");
        }
    }

    private static void requireOnce(
            Place place, int generation, int partition, long expected, long next, BitSet handled) {
        if (place.generation() != generation
                || place.partition() != partition
                || place.offset() < expected
                || place.offset() >= next) {
            throw new IllegalArgumentException("record " + place + " lies outside the batch " + generation + "/"
                    + partition + "/" + expected + " to " + (next - 1));
        }
        int index = (int) (place.offset() - expected);
        if (handled.get(index)) {
            throw new IllegalArgumentException("record " + place + " is handled twice");
        }
        handled.set(index);
    }
}
