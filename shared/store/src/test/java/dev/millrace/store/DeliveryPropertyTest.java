package dev.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.Place;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Two consumers both believe that they own a partition and commit what they read, each from the mark it knows. Whoever
 * wins, every record below the mark is in exactly one table.
 */
class DeliveryPropertyTest {
    private static @Nullable StoreDatabase database;

    @BeforeContainer
    static void open() {
        database = StoreDatabase.fresh();
    }

    @AfterContainer
    static void close() {
        if (database != null) {
            database.close();
        }
    }

    private static final class Consumer {
        private final DocumentStore store;
        private final int generation;
        private long knownMark;

        Consumer(Database clean, int generation) {
            this.store = new DocumentStore(clean);
            this.generation = generation;
        }

        void handle(int records, Random random) {
            Object[] rows = new Object[records];
            for (int i = 0; i < records; i++) {
                Place place = new Place(generation, 0, knownMark + i);
                rows[i] = random.nextInt(4) == 0
                        ? Rows.dead(place, "malformed")
                        : Rows.text(place, "id" + random.nextInt(5), "text", Optional.of("ham"));
            }
            switch (store.commit(Rows.batch(knownMark, rows))) {
                case Commit.Done done -> knownMark += done.documents() + done.deadLetters();
                case Commit.MarkMoved moved -> knownMark = moved.actual();
                case Commit.GenerationOver over -> throw new AssertionError("the generation is open: " + over);
            }
        }
    }

    @Property(tries = 40)
    void whicheverConsumerCommits_everyRecordBelowTheMarkIsInOneTable(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 6) Integer> batches, @ForAll Random random) {
        StoreDatabase tables = Objects.requireNonNull(database);
        Database clean = tables.as(DatabaseRole.CLEAN);
        Rows.begin(clean, 1);
        int generation = new Topics(clean).newest().orElseThrow().generation();
        List<Consumer> consumers = List.of(new Consumer(clean, generation), new Consumer(clean, generation));

        batches.forEach(records -> consumers.get(random.nextInt(2)).handle(records, random));

        assertThat(new Accounting(clean).totals().balanced()).isTrue();
        assertThat(tables.count("document JOIN dead_letter USING (generation, partition, record_offset)"))
                .as("records in both tables")
                .isZero();
        long next = new Topics(clean).marks(generation).getFirst().next();
        assertThat(next).isPositive();
        assertThat(tables.count("(SELECT record_offset FROM document WHERE generation = " + generation
                        + " UNION SELECT record_offset FROM dead_letter WHERE generation = " + generation
                        + ") AS rows"))
                .as("different offsets in the two tables")
                .isEqualTo(next);
    }
}
