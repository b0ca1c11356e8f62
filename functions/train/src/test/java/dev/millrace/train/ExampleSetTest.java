package dev.millrace.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.classifier.Example;
import dev.millrace.document.Content;
import dev.millrace.document.ContentHash;
import dev.millrace.document.DocumentId;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelName;
import dev.millrace.document.Place;
import dev.millrace.store.Snapshot;
import dev.millrace.testkit.SampleDocuments;
import dev.millrace.text.TextCleaner;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExampleSetTest {
    private static final ModelDefinition SPAM = SampleDocuments.models().require(new ModelName("spam"));

    @Test
    void rowOfAnOlderCleaner_isCleanedAgain() {
        ExampleSet examples =
                of(row("<p>Fish &amp; chips</p>", "as it was cleaned once", TextCleaner.VERSION - 1, "ham"));

        assertThat(texts(examples)).containsExactly("Fish & chips");
        assertThat(examples.cleanedAgain()).isEqualTo(1);
    }

    @Test
    void rowOfThisCleaner_isTakenAsItIs() {
        ExampleSet examples = of(row("anything", "as it was cleaned", TextCleaner.VERSION, "ham"));

        assertThat(texts(examples)).containsExactly("as it was cleaned");
        assertThat(examples.cleanedAgain()).isZero();
    }

    @Test
    void rowWithALabelThatWasTakenOutOfTheModelsFile_isLeftOut() {
        ExampleSet examples =
                of(row("a", "a", TextCleaner.VERSION, "phishing"), row("b", "b", TextCleaner.VERSION, "ham"));

        assertThat(texts(examples)).containsExactly("b");
        assertThat(examples.leftOut()).isEqualTo(1);
    }

    private static ExampleSet of(Snapshot.Row... rows) {
        return ExampleSet.of(SPAM, new Snapshot(SPAM.name(), List.of(), List.of(rows), "a hash"));
    }

    private static List<String> texts(ExampleSet examples) {
        return Stream.concat(examples.training().stream(), examples.holdout().stream())
                .map(Example::content)
                .map(content -> ((Content.Text) content).value())
                .toList();
    }

    private static Snapshot.Row row(String received, String cleaned, int cleaner, String label) {
        Content content = new Content.Text(received);
        return new Snapshot.Row(
                new DocumentId(received),
                new Place(1, 0, 0),
                content,
                Optional.of(cleaned),
                cleaner,
                ContentHash.of(content),
                label);
    }
}
