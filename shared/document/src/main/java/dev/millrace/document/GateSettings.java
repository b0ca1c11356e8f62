package dev.millrace.document;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a new model version must show before the alias {@code champion} moves to it. Floors that are not set are not asked.
 *
 * @param level the error level that one promotion may spend, in (0, 0.5)
 * @param margin {@link Promote#NOT_WORSE}: how much the mean log loss may rise, at the most
 * @param minHoldoutPerLabel holdout rows each label must have for the test to mean anything
 * @param floors per label
 */
public record GateSettings(
        Promote promote,
        double level,
        double margin,
        int minHoldoutPerLabel,
        Optional<Double> minAccuracy,
        Optional<Double> minMacroF1,
        Optional<Double> maxLogLoss,
        Optional<Double> maxCalibrationError,
        Map<String, LabelFloor> floors) {

    /** When a version replaces the champion. */
    public enum Promote {
        /** Significantly lower log loss, and not significantly more errors. */
        BETTER,
        /** Log loss surely not higher than the champion's plus the margin, and not significantly more errors. */
        NOT_WORSE
    }

    /** Floors for one label. */
    public record LabelFloor(Optional<Double> minPrecision, Optional<Double> minRecall) {}

    public GateSettings {
        floors = Map.copyOf(new TreeMap<>(floors));
        if (!(level > 0 && level < 0.5)) {
            throw new IllegalArgumentException("gate.level is " + level + ": expected a number in (0, 0.5)");
        }
        if (!(margin >= 0) || (promote == Promote.NOT_WORSE && margin == 0)) {
            throw new IllegalArgumentException(
                    "gate.margin is " + margin + ": expected a number above 0 with promote: not-worse");
        }
        if (minHoldoutPerLabel < 1) {
            throw new IllegalArgumentException(
                    "gate.min_holdout_per_label is " + minHoldoutPerLabel + ": expected at least 1");
        }
    }
}
