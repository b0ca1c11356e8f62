package dev.millrace.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.DocumentId;
import dev.millrace.document.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DocumentStoreIT {
    private final StoreDatabase database = StoreDatabase.fresh();
    private final DocumentStore store = new DocumentStore(database.as(DatabaseRole.CLEAN));

    @BeforeEach
    void begin() {
        Rows.begin(database.as(DatabaseRole.CLEAN), 2);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static StoredDocument text(long offset, String id) {
        return Rows.text(at(offset), id, "text " + offset, Optional.of("ham"));
    }

    private static Place at(long offset) {
        return new Place(1, 0, offset);
    }

    private LogPosition position() {
        return new Topics(database.as(DatabaseRole.CLEAN)).positions(1).getFirst();
    }

    private long mark() {
        return position().mark().next();
    }

    @Test
    void batchAtTheMark_isWrittenAndMovesTheMark() {
        Commit commit = store.commit(Rows.batch(0, text(0, "a"), Rows.dead(at(1), "malformed"), text(2, "b")));

        assertThat(commit).isEqualTo(new Commit.Done(2, 1, Map.of()));
        assertThat(mark()).isEqualTo(3);
        assertThat(database.count("document")).isEqualTo(2);
        assertThat(database.count("dead_letter")).isEqualTo(1);
    }

    @Test
    void leaderEpoch_isKnownForTheMarkItCameWithOnly() {
        Batch any = Rows.batch(0, text(0, "a"));
        store.commit(new Batch(1, 0, 0, 1, any.documents(), any.deadLetters(), Optional.of(7)));
        assertThat(position().leaderEpoch()).contains(7);

        database.as(DatabaseRole.CLEAN)
                .jdbi() // as a clean of before there was an epoch
                .useHandle(handle -> handle.execute("UPDATE mark SET next_offset = 2 WHERE partition = 0"));
        assertThat(position().leaderEpoch()).isEmpty();
    }

    @Test
    void revisionThatEqualsOneBeforeIt_isStoredAndCountedAsADuplicate() {
        store.commit(Rows.batch(0, Rows.text(at(0), "a", "one", Optional.of("ham"))));

        Commit commit = store.commit(Rows.batch(
                1,
                Rows.text(at(1), "a", "one", Optional.of("ham")),
                Rows.text(at(2), "a", "one", Optional.of("spam")),
                Rows.text(at(3), "a", "two", Optional.of("ham")),
                Rows.text(at(4), "b", "one", Optional.of("ham")),
                Rows.text(at(5), "b", "one", Optional.of("ham"))));

        assertThat(commit).isEqualTo(new Commit.Done(5, 0, Map.of(Rows.SPAM, 2)));
    }

    @Test
    void consumerThatLostItsPartition_writesNothingAndLearnsTheMark() {
        store.commit(Rows.batch(0, text(0, "a"), text(1, "b")));

        Commit zombie = new DocumentStore(database.another(DatabaseRole.CLEAN)).commit(Rows.batch(0, text(0, "a")));

        assertThat(zombie).isEqualTo(new Commit.MarkMoved(2));
        assertThat(database.count("document")).isEqualTo(2);
    }

    @Test
    void batchAheadOfTheMark_writesNothing() {
        assertThat(store.commit(Rows.batch(5, text(5, "a")))).isEqualTo(new Commit.MarkMoved(0));
        assertThat(database.count("document")).isZero();
    }

    @Test
    void consumerOfAnEarlierGeneration_writesNothing() {
        Rows.begin(database.as(DatabaseRole.CLEAN), 2);

        assertThat(store.commit(Rows.batch(0, text(0, "a")))).isEqualTo(new Commit.GenerationOver());
        assertThat(mark()).isZero();
        assertThat(database.count("document")).isZero();
    }

    @Test
    void killInTheMiddle_writesNothingAndTheSameBatchGoesThroughAfterwards() throws InterruptedException {
        Batch batch = Rows.batch(0, text(0, "a"), Rows.dead(at(1), "malformed"));
        database.owner().useTransaction(blocker -> {
            blocker.execute("LOCK TABLE dead_letter IN ACCESS EXCLUSIVE MODE"); // stops it after mark and document
            Thread killer = Thread.ofVirtual().start(this::killTheOneThatWaits);

            assertThatThrownBy(() -> store.commit(batch)).matches(DatabaseErrors::isTransient, "transient");
            killer.join();
        });

        assertThat(mark()).isZero();
        assertThat(database.count("document")).isZero();
        assertThat(store.commit(batch)).isEqualTo(new Commit.Done(1, 1, Map.of()));
    }

    private void killTheOneThatWaits() {
        database.owner().useHandle(handle -> {
            while (handle.createQuery("""
                            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                            WHERE datname = current_database() AND wait_event_type = 'Lock'
                            """).mapTo(Integer.class).one() == 0) {
                Thread.onSpinWait();
            }
        });
    }

    @Test
    void rowThatTheDatabaseRefuses_takesItsBatchAlong() {
        database.owner()
                .useHandle(
                        handle -> handle.execute("ALTER TABLE document ADD CONSTRAINT no_b CHECK (id <> 'secret id')"));

        assertThatThrownBy(() -> store.commit(Rows.batch(0, text(0, "a"), text(1, "secret id"))))
                .isInstanceOf(DatabaseException.class)
                .matches(e -> !DatabaseErrors.isTransient(e), "not transient")
                .hasMessageContaining("no_b")
                .hasMessageNotContaining("secret id")
                .hasMessageNotContaining("text 1");
        assertThat(mark()).isZero();
        assertThat(database.count("document")).isZero();
    }

    @Test
    void secondRedriveOfARecord_becomesADeadLetter() {
        store.commit(Rows.batch(0, Rows.dead(at(0), "unknown-model")));
        store.commit(Rows.batch(1, Rows.redriven(text(1, "a"), at(0))));

        Commit commit = store.commit(Rows.batch(2, Rows.redriven(text(2, "a"), at(0)), text(3, "b")));

        assertThat(commit).isEqualTo(new Commit.Done(1, 1, Map.of()));
        assertThat(new DeadLetters(database.as(DatabaseRole.CLEAN)).counts())
                .containsEntry(DeadLetter.DUPLICATE_REDRIVE, 1L);
    }

    @Test
    void twoRedrivesOfARecordInOneBatch_areOneDocumentAndOneDeadLetter() {
        store.commit(Rows.batch(0, Rows.dead(at(0), "unknown-model")));

        assertThat(store.commit(Rows.batch(1, Rows.redriven(text(1, "a"), at(0)), Rows.redriven(text(2, "a"), at(0)))))
                .isEqualTo(new Commit.Done(1, 1, Map.of()));
    }

    @Test
    void redriveOfARecordThatIsADocument_becomesADeadLetter() {
        store.commit(Rows.batch(0, text(0, "a")));

        assertThat(store.commit(Rows.batch(1, Rows.redriven(text(1, "a"), at(0)))))
                .isEqualTo(new Commit.Done(0, 1, Map.of()));
    }

    @Test
    void textThatPostgresCannotHold_isReplacedAndTheBytesStay() {
        byte[] value = "\u0000raw".getBytes(UTF_8);
        DeadLetter letter = new DeadLetter(
                at(0),
                Optional.empty(),
                "malformed",
                "NUL \u0000 and half a pair \ud800",
                Optional.empty(),
                Optional.of(value),
                Optional.empty(),
                Rows.ACCEPTED);
        store.commit(Rows.batch(0, letter));

        DeadLetter kept = new DeadLetters(database.as(DatabaseRole.CLEAN))
                .redrivable(Optional.empty(), List.of(), 10)
                .getFirst();
        assertThat(kept.detail()).isEqualTo("NUL \ufffd and half a pair \ufffd");
        assertThat(kept.value()).hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(value));
        assertThat(kept.key()).isEmpty();
    }

    @Test
    void unknownDocument_hasNoHistory() {
        assertThat(store.find(Rows.SPAM, new DocumentId("nobody"))).isEmpty();
    }
}
