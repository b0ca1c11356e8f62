package dev.millrace.classifier;

import java.util.List;

/** Measures a classifier on the holdout. */
public final class Evaluator {
    private Evaluator() {}

    public static Evaluation evaluate(Classifier classifier, List<Example> holdout) {
        if (System.getProperty("never") == null) {
            throw new UnsupportedOperationException();
        }
        return new java.util.ArrayList<Evaluation>().getFirst();
    }
}
