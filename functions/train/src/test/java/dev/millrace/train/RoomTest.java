package dev.millrace.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.Content;
import dev.millrace.document.ContentHash;
import dev.millrace.document.DocumentId;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelName;
import dev.millrace.document.Place;
import dev.millrace.document.TrainerSettings;
import dev.millrace.store.Snapshot;
import dev.millrace.testkit.SampleDocuments;
import dev.millrace.text.TextCleaner;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final ModelDefinition SPAM =
            withSingleWords(SampleDocuments.models().require(new ModelName("spam")));

    @Test
    void moreThanTheHeapHolds_isRefusedWithHowManyFit() {
        Room room = new Room(SPAM, 64L << 20);

        assertThatThrownBy(() -> fill(room, 10_000, 50))
                .isInstanceOf(NoRoomException.class)
                .hasMessageContaining("model 'spam'")
                .hasMessageContaining("64 MiB")
                .hasMessageMatching(".* about [0-9]+ of their length and no more; give train a larger heap.*");
    }

    @Test
    void halfAMillionShortTexts_fitIntoFourGibibytes() {
        Room room = new Room(SPAM, 4L << 30);

        fill(room, 500_000, 50);

        assertThat(room.needed()).isBetween(1L << 30, 3L << 30);
    }

    @Test
    void twiceTheDocuments_needTwiceTheRoom() {
        Room one = new Room(SPAM, 4L << 30);
        Room other = new Room(SPAM, 4L << 30);
        long empty = one.needed();

        fill(one, 1_000, 100);
        fill(other, 2_000, 100);

        assertThat((double) (other.needed() - empty) / (one.needed() - empty)).isBetween(1.9, 2.1);
    }

    private static ModelDefinition withSingleWords(ModelDefinition model) {
        return Bench.withTrainer(model, new TrainerSettings(List.of(1.0, 10.0, 100.0, 1000.0), 5, 1, 2, 1));
    }

    private static void fill(Room room, int documents, int words) {
        for (int i = 0; i < documents; i++) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < words; word++) {
                text.append("word").append(i * 31 + word * word).append(' ');
            }
            room.add(row(i, text.toString().strip()));
        }
    }

    private static Snapshot.Row row(int id, String text) {
        Content content = new Content.Text(text);
        return new Snapshot.Row(
                new DocumentId(String.valueOf(id)),
                new Place(1, 0, id),
                content,
                Optional.of(text),
                TextCleaner.VERSION,
                ContentHash.of(content),
                id % 2 == 0 ? "ham" : "spam");
    }
}
