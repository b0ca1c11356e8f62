package dev.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.document.Place;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static DeadLetter dead(int generation, int partition, long offset) {
        return Rows.dead(new Place(generation, partition, offset), "malformed");
    }

    private static Batch batch(long expected, long next, DeadLetter... letters) {
        return new Batch(1, 2, expected, next, List.of(), List.of(letters), Optional.empty());
    }

    @Test
    void recordMissing_isRefusedNamingItsOffset() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> batch(10, 13, dead(1, 2, 10), dead(1, 2, 12)))
                .withMessageContaining("offset 11 of partition 2 is not handled");
    }

    @Test
    void recordTwice_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> batch(10, 11, dead(1, 2, 10), dead(1, 2, 10)))
                .withMessageContaining("1/2/10 is handled twice");
    }

    @Test
    void recordOfAnotherPartitionOrGeneration_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> batch(10, 11, dead(1, 1, 10)));
        assertThatIllegalArgumentException().isThrownBy(() -> batch(10, 11, dead(2, 2, 10)));
    }

    @Test
    void recordBeyondTheBatch_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> batch(10, 11, dead(1, 2, 11)));
        assertThatIllegalArgumentException().isThrownBy(() -> batch(10, 11, dead(1, 2, 9)));
    }

    @Test
    void markThatGoesBack_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> batch(10, 9));
    }

    @Test
    void everyRecordOnce_isABatch() {
        assertThat(batch(10, 12, dead(1, 2, 11), dead(1, 2, 10)).deadLetters()).hasSize(2);
    }
}
