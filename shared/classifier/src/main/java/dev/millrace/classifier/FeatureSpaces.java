package dev.millrace.classifier;

import dev.millrace.document.Content;
import dev.millrace.document.FeatureValue;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.text.NgramHasher;
import java.util.ArrayList;
import java.util.List;

/** Learns the feature space of a model from its training side. */
final class FeatureSpaces {
    private FeatureSpaces() {}

    static FeatureSpace learn(ModelDefinition model, List<Example> examples) {
        return switch (model.kind()) {
            case TEXT -> text(model, examples);
            case TABULAR -> table(model, examples);
        };
    }

    private static TextSpace text(ModelDefinition model, List<Example> examples) {
        int ngrams = model.trainer().ngrams();
        DocumentFrequencies frequencies = new DocumentFrequencies();
        NgramHasher hasher = new NgramHasher();
        for (Example example : examples) {
            int size = hasher.hash(textOf(example), ngrams);
            frequencies.add(hasher.hashes(), size);
        }
        int minDocuments = model.trainer().minDocuments();
        Vocabulary vocabulary = frequencies.vocabulary(minDocuments);
        if (vocabulary.size() == 0) {
            throw new UntrainableException("No word occurs in at least " + minDocuments + " of the " + examples.size()
                    + " texts of the training side: more texts are needed, or a lower trainer.min_documents.");
        }
        return new TextSpace(vocabulary, ngrams);
    }

    private static TableSpace table(ModelDefinition model, List<Example> examples) {
        List<Column> columns = new ArrayList<>();
        model.features().forEach((name, type) -> columns.add(column(name, type, examples)));
        return new TableSpace(columns);
    }

    private static Column column(String name, FeatureType type, List<Example> examples) {
        List<FeatureValue> values = examples.stream()
                .map(example -> rowOf(example).values().get(name))
                .filter(value -> value != null)
                .toList();
        return switch (type) {
            case NUMERIC -> numeric(name, values);
            case CATEGORICAL -> categorical(name, values);
        };
    }

    private static Column numeric(String name, List<FeatureValue> values) {
        double[] numbers = values.stream()
                .filter(FeatureValue.Numeric.class::isInstance)
                .mapToDouble(value -> ((FeatureValue.Numeric) value).value())
                .toArray();
        // Scaled before it is summed, so that numbers near the end of the range do not overflow.
        double mean = 0;
        for (double number : numbers) {
            mean += number / numbers.length;
        }
        double largest = 0;
        for (double number : numbers) {
            largest = Math.max(largest, Math.abs(number - mean));
        }
        if (largest == 0 || !Double.isFinite(largest)) {
            return new Column.Numeric(name, 0, 0);
        }
        double squares = 0;
        for (double number : numbers) {
            double share = (number - mean) / largest;
            squares += share * share;
        }
        double scale = 1 / (largest * Math.sqrt(squares / numbers.length));
        return new Column.Numeric(name, mean, Double.isFinite(scale) ? scale : 0);
    }

    private static Column categorical(String name, List<FeatureValue> values) {
        return new Column.Categorical(
                name,
                values.stream()
                        .filter(FeatureValue.Categorical.class::isInstance)
                        .map(value -> ((FeatureValue.Categorical) value).value())
                        .distinct()
                        .sorted()
                        .toList());
    }

    private static String textOf(Example example) {
        if (example.content() instanceof Content.Text text) {
            return text.value();
        }
        throw new IllegalArgumentException("document " + example.id() + " has no text, and the model reads text");
    }

    private static Content.Features rowOf(Example example) {
        if (example.content() instanceof Content.Features features) {
            return features;
        }
        throw new IllegalArgumentException("document " + example.id() + " has no features, and the model is tabular");
    }
}
