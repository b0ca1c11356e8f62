package dev.millrace.classifier;

import dev.millrace.classifier.Evaluation.LabelEvaluation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Measures a classifier on the holdout. A label that the classifier does not know has probability 0 there. Without rows
 * every figure is 0.
 */
public final class Evaluator {
    private Evaluator() {}

    public static Evaluation evaluate(Classifier classifier, List<Example> holdout) {
        List<HoldoutRow> rows = HoldoutRow.of(classifier, holdout);
        List<String> labels = labels(classifier, holdout);
        int[][] confusion = new int[labels.size()][labels.size()];
        CalibrationBins bins = new CalibrationBins();
        double loss = 0;
        int hits = 0;
        for (HoldoutRow row : rows) {
            confusion[labels.indexOf(row.label())][labels.indexOf(row.predicted())]++;
            bins.add(row.topProbability(), row.isHit());
            loss += row.loss();
            hits += row.isHit() ? 1 : 0;
        }
        Map<String, LabelEvaluation> byLabel = byLabel(labels, confusion);
        int count = Math.max(1, rows.size());
        return new Evaluation(
                rows.size(),
                (double) hits / count,
                byLabel.values().stream()
                        .mapToDouble(LabelEvaluation::f1)
                        .average()
                        .orElse(0),
                loss / count,
                bins.error(),
                byLabel,
                labels,
                Arrays.stream(confusion)
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList());
    }

    private static List<String> labels(Classifier classifier, List<Example> holdout) {
        TreeSet<String> labels = new TreeSet<>(classifier.labels());
        holdout.forEach(example -> labels.add(example.label()));
        return List.copyOf(labels);
    }

    private static Map<String, LabelEvaluation> byLabel(List<String> labels, int[][] confusion) {
        Map<String, LabelEvaluation> byLabel = new LinkedHashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            int rows = Arrays.stream(confusion[i]).sum();
            int predicted = 0;
            for (int[] row : confusion) {
                predicted += row[i];
            }
            double precision = ratio(confusion[i][i], predicted);
            double recall = ratio(confusion[i][i], rows);
            double f1 = ratio(2 * confusion[i][i], rows + predicted);
            byLabel.put(labels.get(i), new LabelEvaluation(rows, precision, recall, f1));
        }
        return byLabel;
    }

    private static double ratio(int part, int whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
