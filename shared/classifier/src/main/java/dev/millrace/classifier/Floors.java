package dev.millrace.classifier;

import dev.millrace.classifier.Evaluation.LabelEvaluation;
import dev.millrace.document.GateSettings;
import dev.millrace.document.GateSettings.LabelFloor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** The floors of the models file: what a version must show on the holdout by itself. A figure exactly on its floor holds. */
final class Floors {
    private final List<String> breaches = new ArrayList<>();

    private Floors() {}

    /** A sentence for each floor that does not hold; none when all hold. */
    static List<String> breaches(GateSettings settings, Evaluation evaluation, List<Example> holdout) {
        Floors floors = new Floors();
        floors.contents(settings.minHoldoutPerLabel(), evaluation, holdout);
        floors.atLeast("Accuracy", evaluation.accuracy(), settings.minAccuracy());
        floors.atLeast("Macro-F1", evaluation.macroF1(), settings.minMacroF1());
        floors.atMost("Log loss", evaluation.logLoss(), settings.maxLogLoss());
        floors.atMost("Calibration error", evaluation.calibrationError(), settings.maxCalibrationError());
        new TreeMap<>(settings.floors()).forEach((label, floor) -> floors.label(label, floor, evaluation));
        return floors.breaches;
    }

    private void contents(int least, Evaluation evaluation, List<Example> holdout) {
        if (evaluation.rows() == 0) {
            breaches.add("The holdout is empty: nothing can be said about this version.");
        }
        evaluation.labels().keySet().forEach(label -> {
            long contents = holdout.stream()
                    .filter(example -> example.label().equals(label))
                    .map(Example::hash)
                    .distinct()
                    .count();
            if (contents < least) {
                breaches.add("The holdout has " + contents + " different documents of label '" + label
                        + "', fewer than the " + least + " that min_holdout_per_label asks for.");
            }
        });
    }

    private void label(String label, LabelFloor floor, Evaluation evaluation) {
        LabelEvaluation figures = evaluation.labels().getOrDefault(label, new LabelEvaluation(0, 0, 0, 0));
        atLeast("Precision of '" + label + "'", figures.precision(), floor.minPrecision());
        atLeast("Recall of '" + label + "'", figures.recall(), floor.minRecall());
    }

    private void atLeast(String what, double value, Optional<Double> floor) {
        if (floor.isPresent() && !(value >= floor.get())) {
            breaches.add(sentence(what, value, "below its floor", floor.get()));
        }
    }

    private void atMost(String what, double value, Optional<Double> ceiling) {
        if (ceiling.isPresent() && !(value <= ceiling.get())) {
            breaches.add(sentence(what, value, "above its ceiling", ceiling.get()));
        }
    }

    private static String sentence(String what, double value, String where, double bound) {
        return String.format(Locale.ROOT, "%s is %.4f, %s of %s.", what, value, where, bound);
    }
}
