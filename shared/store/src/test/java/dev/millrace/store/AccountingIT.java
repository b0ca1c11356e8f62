package dev.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.Place;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountingIT {
    private final StoreDatabase database = StoreDatabase.fresh();
    private final Database clean = database.as(DatabaseRole.CLEAN);
    private final DocumentStore store = new DocumentStore(clean);

    @AfterEach
    void close() {
        database.close();
    }

    private static Place at(long offset) {
        return new Place(1, 1, offset);
    }

    private static StoredDocument redriven(long offset) {
        return Rows.redriven(Rows.text(at(offset), "b", "y", Optional.empty()), at(101));
    }

    @Test
    void acceptedAndRedriven_equalStoredAndDead() {
        new Topics(clean).begin(0, "topic", 2, Map.of(0, 7L, 1, 100L), "test");
        store.commit(
                Rows.batch(100, Rows.text(at(100), "a", "x", Optional.empty()), Rows.dead(at(101), "unknown-model")));
        store.commit(Rows.batch(102, redriven(102), redriven(103)));

        Accounting.Totals totals = new Accounting(clean).totals();

        assertThat(totals.partitions())
                .containsExactly(
                        new Accounting.PartitionTotals(new Mark(1, 0, 7, 7), 0, 0, 0),
                        new Accounting.PartitionTotals(new Mark(1, 1, 100, 104), 2, 2, 2));
        assertThat(totals.partitions().getLast().accepted()).isEqualTo(2);
        assertThat(totals.balanced()).isTrue();
        assertThat(totals.stored() + totals.dead()).isEqualTo(4);
        assertThat(totals.redriven()).isEqualTo(2);
    }

    @Test
    void rowTakenAwayByHand_showsAsImbalance() {
        Rows.begin(clean, 2);
        store.commit(Rows.batch(0, Rows.text(at(0), "a", "x", Optional.empty())));
        database.owner().useHandle(handle -> handle.execute("DELETE FROM document"));

        assertThat(new Accounting(clean).totals().balanced()).isFalse();
    }
}
