package dev.millrace.train;

import dev.millrace.classifier.Example;
import dev.millrace.classifier.Side;
import dev.millrace.classifier.Split;
import dev.millrace.document.Content;
import dev.millrace.document.DocumentRules;
import dev.millrace.document.InvalidInput;
import dev.millrace.document.ModelDefinition;
import dev.millrace.store.Snapshot;
import dev.millrace.text.TextCleaner;
import java.util.ArrayList;
import java.util.List;

/**
 * A snapshot as examples, split. Texts that an older cleaner cleaned are cleaned again from what was received, so that
 * training and serving use one cleaner.
 *
 * @param leftOut rows that break the rules of today's models file (a label that was taken out of it, a new feature)
 * @param cleanedAgain rows that an older cleaner had cleaned
 */
record ExampleSet(List<Example> training, List<Example> holdout, int leftOut, int cleanedAgain) {
    ExampleSet {
        training = List.copyOf(training);
        holdout = List.copyOf(holdout);
    }

    static ExampleSet of(ModelDefinition model, Snapshot snapshot) {
        TextCleaner cleaner = new TextCleaner(model.textLimit());
        List<Example> training = new ArrayList<>();
        List<Example> holdout = new ArrayList<>();
        int cleanedAgain = 0;
        for (Snapshot.Row row : snapshot.rows()) {
            if (!fits(model, row)) {
                continue;
            }
            cleanedAgain += isStale(row) ? 1 : 0;
            Example example = new Example(row.id(), cleaned(cleaner, row), row.label(), row.hash());
            (Split.side(row.hash()) == Side.HOLDOUT ? holdout : training).add(example);
        }
        int leftOut = snapshot.rows().size() - training.size() - holdout.size();
        return new ExampleSet(training, holdout, leftOut, cleanedAgain);
    }

    private static boolean fits(ModelDefinition model, Snapshot.Row row) {
        try {
            DocumentRules.checkContent(model, row.received());
        } catch (InvalidInput e) {
            return false;
        }
        return model.labels().isEmpty() || model.labels().contains(row.label());
    }

    private static Content cleaned(TextCleaner cleaner, Snapshot.Row row) {
        return switch (row.received()) {
            case Content.Text received ->
                new Content.Text(
                        isStale(row)
                                ? cleaner.clean(received.value())
                                : row.cleanedText().orElseThrow());
            case Content.Features features -> features;
            case Content.None none -> none;
        };
    }

    private static boolean isStale(Snapshot.Row row) {
        return row.received() instanceof Content.Text
                && (row.cleanerVersion() != TextCleaner.VERSION
                        || row.cleanedText().isEmpty());
    }
}
