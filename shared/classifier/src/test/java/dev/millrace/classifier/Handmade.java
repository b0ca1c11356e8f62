package dev.millrace.classifier;

import dev.millrace.document.Content;
import dev.millrace.document.FeatureValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Classifiers made by hand, whose answers are known: they read the logit of their second label from column x. */
final class Handmade {
    private Handmade() {}

    /** Gives its second label the probability that {@link #row} was made for. */
    static Classifier reader(String first, String second) {
        return reader(first, second, 1);
    }

    /** As {@link #reader(String, String)}, with all logits times {@code boldness}. */
    static Classifier reader(String first, String second, double boldness) {
        return new Classifier(
                List.of(first, second),
                new TableSpace(List.of(new Column.Numeric("x", 0, 1))),
                new Weights(2, new float[] {1}, new double[] {0}),
                new Calibration(new double[] {boldness}, new double[] {0}));
    }

    static Content row(double probability) {
        return new Content.Features(
                Map.of("x", new FeatureValue.Numeric(Math.log(probability) - Math.log(1 - probability))));
    }

    /** One example a probability; the id tells equal ones apart. */
    static List<Example> examples(String label, double... probabilities) {
        return IntStream.range(0, probabilities.length)
                .mapToObj(i -> Samples.example(label + i, row(probabilities[i]), label))
                .toList();
    }

    /** So many probabilities that differ by nothing that counts, so that each makes a content of its own. */
    static double[] around(double value, int times) {
        return IntStream.range(0, times).mapToDouble(i -> value + i * 1e-9).toArray();
    }

    static double[] repeated(double value, int times) {
        double[] values = new double[times];
        Arrays.fill(values, value);
        return values;
    }
}
