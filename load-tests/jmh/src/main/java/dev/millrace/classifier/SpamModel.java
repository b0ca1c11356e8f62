package dev.millrace.classifier;

import dev.millrace.document.Content;
import dev.millrace.document.ContentHash;
import dev.millrace.document.Document;
import dev.millrace.document.GateSettings;
import dev.millrace.document.GateSettings.Promote;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelDefinition.Kind;
import dev.millrace.document.ModelName;
import dev.millrace.document.TrainerSettings;
import dev.millrace.text.SampleMails;
import dev.millrace.text.TextCleaner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The model of the sample mails, trained on their training side. */
final class SpamModel {
    private static final TextCleaner CLEANER = new TextCleaner(1 << 20);
    private static final GateSettings GATE = new GateSettings(
            Promote.BETTER,
            0.05,
            0.01,
            5,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of());

    private SpamModel() {}

    static ModelDefinition definition(int ngrams, List<Double> costs) {
        return new ModelDefinition(
                new ModelName("spam"),
                Kind.TEXT,
                true,
                Set.of(),
                Map.of(),
                1 << 20,
                new TrainerSettings(costs, 5, ngrams, 2, 1),
                Optional.empty(),
                GATE);
    }

    static Classifier trained(int ngrams) {
        return new ClassifierTrainer(definition(ngrams, List.of(300.0)))
                .fit(examples(Side.TRAIN))
                .classifier();
    }

    static List<Example> examples(Side side) {
        return SampleMails.all().stream()
                .map(SpamModel::example)
                .filter(example -> Split.side(example.hash()) == side)
                .toList();
    }

    static List<Content> texts(int mails) {
        return SampleMails.ofWords(200, mails).stream()
                .<Content>map(Content.Text::new)
                .toList();
    }

    private static Example example(Document mail) {
        return new Example(
                mail.id(),
                new Content.Text(CLEANER.clean(SampleMails.text(mail))),
                mail.label().orElseThrow(),
                ContentHash.of(mail.content()));
    }
}
