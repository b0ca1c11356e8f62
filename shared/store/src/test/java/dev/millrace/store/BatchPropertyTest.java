package dev.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.document.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** A mark never passes an unhandled record: whatever a batch accepts holds each offset exactly once. */
class BatchPropertyTest {
    private static Batch batch(long expected, long next, List<Long> offsets, Random random) {
        List<StoredDocument> documents = new ArrayList<>();
        List<DeadLetter> letters = new ArrayList<>();
        for (long offset : offsets) {
            Place place = new Place(1, 0, offset);
            if (random.nextBoolean()) {
                documents.add(Rows.text(place, "id", "text", Optional.empty()));
            } else {
                letters.add(Rows.dead(place, "malformed"));
            }
        }
        return new Batch(1, 0, expected, next, documents, letters, Optional.empty());
    }

    private static List<Long> shuffled(long expected, int records, Random random) {
        List<Long> offsets = new ArrayList<>(
                LongStream.range(expected, expected + records).boxed().toList());
        Collections.shuffle(offsets, random);
        return offsets;
    }

    @Property
    void eachRecordOnce_inAnyOrderAndAnyTable_isAccepted(
            @ForAll @LongRange(min = 0, max = 1L << 50) long expected,
            @ForAll @IntRange(max = 100) int records,
            @ForAll Random random) {
        Batch batch = batch(expected, expected + records, shuffled(expected, records, random), random);

        assertThat(batch.documents().size() + batch.deadLetters().size()).isEqualTo(records);
    }

    @Property
    void anyOtherOffsets_areRefused(
            @ForAll @LongRange(min = 0, max = 1000) long expected,
            @ForAll @IntRange(min = 1, max = 30) int records,
            @ForAll @LongRange(min = 0, max = 1050) long instead,
            @ForAll Random random) {
        List<Long> offsets = shuffled(expected, records, random);
        if (offsets.getFirst() == instead) {
            offsets.removeFirst(); // one is missing
        } else {
            offsets.set(0, instead); // one is missing, and another stands twice or lies outside
        }

        assertThatIllegalArgumentException().isThrownBy(() -> batch(expected, expected + records, offsets, random));
    }
}
