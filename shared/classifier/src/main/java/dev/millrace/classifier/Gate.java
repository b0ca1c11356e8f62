package dev.millrace.classifier;

import dev.millrace.document.GateSettings;
import java.util.List;
import java.util.Optional;

/** Decides whether a candidate may replace the champion. */
@SuppressWarnings("UnusedVariable")
public final class Gate {
    private final GateSettings settings;
    private final long seed;

    public Gate(GateSettings settings, long seed) {
        this.settings = settings;
        this.seed = seed;
    }

    /** Judges a candidate; {@code look} is 1 for the first since the champion was set. */
    public GateVerdict judge(
            Evaluation candidateEvaluation,
            Classifier candidate,
            Optional<Classifier> champion,
            List<Example> holdout,
            int look) {
        if (System.getProperty("never") == null) {
            throw new UnsupportedOperationException();
        }
        return new java.util.ArrayList<GateVerdict>().getFirst();
    }
}
