package dev.millrace.classifier;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The answer to one document.
 *
 * @param labels all labels of the classifier, sorted; shared between predictions
 * @param probabilities by label, in that order; they sum to 1
 * @param best the index of the most probable label (the first of equals)
 */
public record Prediction(List<String> labels, double[] probabilities, int best) {

    /** A label and its probability. */
    public record Ranked(String label, double probability) {}

    public String label() {
        return labels.get(best);
    }

    /** In the order of the labels. */
    public Map<String, Double> byLabel() {
        Map<String, Double> map = LinkedHashMap.newLinkedHashMap(probabilities.length);
        for (int i = 0; i < probabilities.length; i++) {
            map.put(labels.get(i), probabilities[i]);
        }
        return map;
    }

    /** The {@code k} most probable labels, most probable first; equals in the order of the labels. */
    public List<Ranked> top(int k) {
        return IntStream.range(0, probabilities.length)
                .boxed()
                .sorted((a, b) -> Double.compare(probabilities[b], probabilities[a]))
                .limit(k)
                .map(i -> new Ranked(labels.get(i), probabilities[i]))
                .toList();
    }
}
