package dev.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.document.Place;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLettersIT {
    private final StoreDatabase database = StoreDatabase.fresh();
    private final Database clean = database.as(DatabaseRole.CLEAN);
    private final DocumentStore store = new DocumentStore(clean);
    private final DeadLetters letters = new DeadLetters(clean);

    @BeforeEach
    void begin() {
        Rows.begin(clean, 2);
        store.commit(Rows.batch(
                0, Rows.dead(at(0), "malformed"), Rows.dead(at(1), "unknown-model"), Rows.dead(at(2), "malformed")));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Place at(long offset) {
        return new Place(1, 0, offset);
    }

    private List<Place> redrivable(Optional<String> reason, Place... places) {
        return letters.redrivable(reason, List.of(places), 100).stream()
                .map(DeadLetter::place)
                .toList();
    }

    private static StoredDocument redriven(long offset, Place first) {
        return Rows.redriven(Rows.text(at(offset), "a", "text", Optional.empty()), first);
    }

    @Test
    void pages_goThroughAllInTheOrderOfTheirPlaces() {
        DeadLetters.Page first = letters.page(Optional.empty(), Optional.empty(), 2);
        DeadLetters.Page second = letters.page(Optional.empty(), first.next(), 2);

        assertThat(first.letters()).extracting(kept -> kept.letter().place()).containsExactly(at(0), at(1));
        assertThat(second.letters()).extracting(kept -> kept.letter().place()).containsExactly(at(2));
        assertThat(second.next()).isEmpty();
        assertThat(letters.page(Optional.of("malformed"), Optional.empty(), 10).letters())
                .hasSize(2);
    }

    @Test
    void longValue_isCutInAPageAndWholeForARedrive() {
        byte[] value = new byte[10_000];
        store.commit(Rows.batch(
                3,
                new DeadLetter(
                        at(3),
                        Optional.empty(),
                        "long",
                        "",
                        Optional.empty(),
                        Optional.of(value),
                        Optional.empty(),
                        Rows.ACCEPTED)));

        DeadLetters.Kept kept =
                letters.page(Optional.of("long"), Optional.empty(), 1).letters().getFirst();
        assertThat(kept.letter().value().orElseThrow()).hasSize(DeadLetters.SHOWN_BYTES);
        assertThat(kept.valueBytes()).isEqualTo(10_000);
        assertThat(letters.redrivable(Optional.of("long"), List.of(), 1)
                        .getFirst()
                        .value()
                        .orElseThrow())
                .isEqualTo(value);
    }

    @Test
    void redrivenLetter_saysWhereToAndIsNotOfferedAgain() {
        letters.markRedriven(at(0), at(3));

        assertThat(redrivable(Optional.empty())).containsExactly(at(1), at(2));
        assertThat(redrivable(Optional.of("malformed"))).containsExactly(at(2));
        assertThat(redrivable(Optional.empty(), at(0), at(1))).containsExactly(at(1));
        DeadLetters.Kept kept =
                letters.page(Optional.empty(), Optional.empty(), 1).letters().getFirst();
        assertThat(kept.redrivenTo()).contains(at(3));
        assertThat(kept.redrivenAt()).isPresent();
    }

    @Test
    void letterWhoseRedriveIsADocument_isNotOfferedThoughTheNoteWasLost() {
        store.commit(Rows.batch(3, redriven(3, at(0)))); // killed between sending and markRedriven

        assertThat(redrivable(Optional.empty())).containsExactly(at(1), at(2));
    }

    @Test
    void duplicateRedrive_isNeverOffered() {
        store.commit(Rows.batch(3, redriven(3, at(0)), redriven(4, at(0))));

        assertThat(letters.counts()).containsEntry(DeadLetter.DUPLICATE_REDRIVE, 1L);
        assertThat(redrivable(Optional.of(DeadLetter.DUPLICATE_REDRIVE))).isEmpty();
        assertThat(redrivable(Optional.empty(), at(4))).isEmpty();
    }

    @Test
    void redriveThatDiedAgain_isOfferedInsteadOfTheFirst() {
        letters.markRedriven(at(0), at(3));
        DeadLetter again = Rows.dead(at(3), "malformed");
        store.commit(Rows.batch(
                3,
                new DeadLetter(
                        at(3),
                        Optional.of(at(0)),
                        again.reason(),
                        again.detail(),
                        again.key(),
                        again.value(),
                        again.traceId(),
                        again.acceptedAt())));

        assertThat(redrivable(Optional.empty())).containsExactly(at(1), at(2), at(3));
        assertThat(letters.redrivable(Optional.empty(), List.of(at(3)), 1)
                        .getFirst()
                        .firstPlace())
                .isEqualTo(at(0));
    }

    @Test
    void redriveThatWasLostWithItsTopic_isOfferedAgain() {
        letters.markRedriven(at(0), at(3));
        assertThat(redrivable(Optional.empty(), at(0))).as("still in flight").isEmpty();

        Rows.begin(clean, 2);

        assertThat(redrivable(Optional.empty(), at(0))).containsExactly(at(0));
    }

    @Test
    void noteOnALetterThatIsNotThere_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> letters.markRedriven(at(99), at(3)))
                .withMessageContaining("1/0/99");
    }
}
