package dev.millrace.document;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a new model version must show before the alias {@code champion} moves to it. Floors that are not set are not asked.
 *
 * @param level the error level that one promotion may spend, in (0, 0.5)
 * @param margin {@link Promote#NOT_WORSE}: how much the mean log loss may rise, at the most
 * @param minHoldoutPerLabel different holdout documents each label must have for the test to mean anything
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
        requireShare("min_accuracy", minAccuracy);
        requireShare("min_macro_f1", minMacroF1);
        requireShare("max_calibration_error", maxCalibrationError);
        requireWithin("max_log_loss", maxLogLoss, Double.MAX_VALUE, "a number above 0");
        floors.forEach((label, floor) -> {
            requireShare("labels." + label + ".min_precision", floor.minPrecision());
            requireShare("labels." + label + ".min_recall", floor.minRecall());
        });
    }

    /** A floor outside of it would be passed by every version, or by none. */
    private static void requireShare(String key, Optional<Double> value) {
        requireWithin(key, value, 1, "a number from 0 to 1");
    }

    private static void requireWithin(String key, Optional<Double> value, double most, String expected) {
        value.filter(found -> !(found >= 0 && found <= most)).ifPresent(found -> {
            throw new IllegalArgumentException("gate." + key + " is " + found + ": expected " + expected);
        });
    }
}
