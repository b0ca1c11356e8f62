package dev.millrace.classifier;

import java.util.List;

/** Measures a classifier on the holdout. */
public final class Evaluator {
    private Evaluator() {}

    public static Evaluation evaluate(Classifier classifier, List<Example> holdout) {
        throw new UnsupportedOperationException(classifier.toString() + holdout.size());
    }
}
