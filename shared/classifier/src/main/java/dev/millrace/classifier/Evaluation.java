package dev.millrace.classifier;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a classifier did on the holdout.
 *
 * @param macroF1 mean over the labels of the holdout and the classifier
 * @param logLoss mean of -ln(probability of the true label), with the probability floored at 1e-15
 * @param calibrationError expected calibration error: 10 equal-width bins of the top probability
 * @param confusionLabels rows and columns of {@code confusion}
 * @param confusion counts: row = true label, column = predicted label
 */
public record Evaluation(
        int rows,
        double accuracy,
        double macroF1,
        double logLoss,
        double calibrationError,
        Map<String, LabelEvaluation> labels,
        List<String> confusionLabels,
        List<List<Integer>> confusion) {

    /** One label's figures; a ratio over nothing is 0. */
    public record LabelEvaluation(int rows, double precision, double recall, double f1) {}

    public Evaluation {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        confusionLabels = List.copyOf(confusionLabels);
        confusion = confusion.stream().map(List::copyOf).toList();
    }
}
