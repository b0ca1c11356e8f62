package dev.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.DocumentId;
import dev.millrace.document.InvalidInput;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DocumentIdsTest {
    private static final byte[] BYTES = {1, 2, 3};

    @Test
    void noKey_givesNewTimeOrderedIds() {
        DocumentId first = DocumentIds.next(Optional.empty(), 1, BYTES);
        DocumentId second = DocumentIds.next(Optional.empty(), 1, BYTES);
        assertThat(first).isNotEqualTo(second);
        assertThat(UUID.fromString(first.value()).version()).isEqualTo(7);
    }

    @Test
    void sameKeyLineAndBytes_giveTheSameId() {
        DocumentId first = DocumentIds.next(Optional.of("k"), 3, BYTES);
        assertThat(DocumentIds.next(Optional.of("k"), 3, BYTES)).isEqualTo(first);
        assertThat(UUID.fromString(first.value()).version()).isEqualTo(8);
        assertThat(UUID.fromString(first.value()).variant()).isEqualTo(2);
    }

    @Test
    void otherKeyLineOrBytes_giveAnotherId() {
        DocumentId id = DocumentIds.next(Optional.of("k"), 3, BYTES);
        assertThat(DocumentIds.next(Optional.of("l"), 3, BYTES)).isNotEqualTo(id);
        assertThat(DocumentIds.next(Optional.of("k"), 4, BYTES)).isNotEqualTo(id);
        assertThat(DocumentIds.next(Optional.of("k"), 3, new byte[] {9})).isNotEqualTo(id);
    }

    @Test
    void emptyOrLongKey_isRefusedByName() {
        assertThatThrownBy(() -> DocumentIds.checkedKey(Optional.of(" ")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("Idempotency-Key");
        assertThatThrownBy(() -> DocumentIds.checkedKey(Optional.of("k".repeat(256))))
                .hasMessageContaining("256 characters");
        assertThat(DocumentIds.checkedKey(Optional.of("k".repeat(255)))).isPresent();
    }
}
