package dev.millrace.classifier;

import java.util.List;

/**
 * One row of the holdout and what a classifier said to it.
 *
 * @param loss -ln of the probability of the true label
 */
record HoldoutRow(String label, String predicted, double topProbability, double loss) {

    static List<HoldoutRow> of(Classifier classifier, List<Example> holdout) {
        return holdout.stream().map(example -> of(classifier, example)).toList();
    }

    private static HoldoutRow of(Classifier classifier, Example example) {
        Prediction prediction = classifier.predict(example.content());
        int own = prediction.labels().indexOf(example.label());
        double probability = own < 0 ? 0 : prediction.probabilities()[own];
        return new HoldoutRow(
                example.label(),
                prediction.label(),
                prediction.probabilities()[prediction.best()],
                Tally.loss(probability));
    }

    boolean isHit() {
        return label.equals(predicted);
    }
}
