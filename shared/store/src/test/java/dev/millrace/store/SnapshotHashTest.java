package dev.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.Content;
import dev.millrace.document.DocumentId;
import dev.millrace.document.FeatureValue;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotHashTest {
    private static String hash(String id, String label, Content content) {
        SnapshotHash hash = new SnapshotHash();
        hash.add(new DocumentId(id), label, content);
        return hash.hex();
    }

    @Test
    void form_isFrozen() {
        assertThat(hash("a", "ham", new Content.Text("hello")))
                .as("lineages of published versions hold it")
                .isEqualTo("73e6928613ec4b9cc3fc33ba3a3f0c3dfa521fcd5f7036b650946b34896def9f");
        assertThat(hash("a", "x", new Content.Features(Map.of("n", new FeatureValue.Numeric(1.5)))))
                .isEqualTo("09c7a27a012fa66f0dbd8b3567967f51ce4158a8b6552438c51d2d9adce4812e");
    }

    @Test
    void charactersThatMoveBetweenFields_changeIt() {
        assertThat(hash("ab", "c", new Content.Text("d"))).isNotEqualTo(hash("a", "bc", new Content.Text("d")));
        assertThat(hash("a", "b", new Content.Text("cd"))).isNotEqualTo(hash("a", "bc", new Content.Text("d")));
    }

    @Test
    void numberAndItsDigitsAsACategory_differ() {
        assertThat(hash("a", "x", new Content.Features(Map.of("n", new FeatureValue.Numeric(1)))))
                .isNotEqualTo(hash("a", "x", new Content.Features(Map.of("n", new FeatureValue.Categorical("1.0")))));
    }
}
