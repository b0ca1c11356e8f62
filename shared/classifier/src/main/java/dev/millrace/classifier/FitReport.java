package dev.millrace.classifier;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a classifier was fitted.
 *
 * @param cost the cost that was taken
 * @param costs what each cost gave, in the order of the settings
 * @param crossValidation of the cost that was taken, on the training side
 * @param rows of the training side
 * @param phaseSeconds wall time by phase, in the order they ran; the only part that differs between equal runs
 * @param trainerProvenance settings of the trainer, as Tribuo writes them, in JSON
 */
public record FitReport(
        double cost,
        List<CostTried> costs,
        CrossValidation crossValidation,
        int rows,
        int features,
        Map<String, Double> phaseSeconds,
        String trainerProvenance) {

    /** Calibrated out-of-fold figures of one cost. */
    public record CostTried(double cost, double logLoss, double accuracy) {}

    /** Calibrated out-of-fold figures of the cost that was taken. */
    public record CrossValidation(int folds, double accuracy, double logLoss) {}

    public FitReport {
        costs = List.copyOf(costs);
        phaseSeconds = Collections.unmodifiableMap(new LinkedHashMap<>(phaseSeconds));
    }
}
