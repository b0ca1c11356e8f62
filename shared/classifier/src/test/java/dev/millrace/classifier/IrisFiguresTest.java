package dev.millrace.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IrisFiguresTest {
    private static final List<Example> FLOWERS = Samples.iris();

    @Test
    void holdout_isFarAboveTheMajorityShare() {
        Classifier classifier = fit(Samples.side(FLOWERS, Side.TRAIN));
        Evaluation evaluation = Evaluator.evaluate(classifier, Samples.side(FLOWERS, Side.HOLDOUT));
        assertThat(evaluation.accuracy()).isGreaterThanOrEqualTo(0.94);
        assertThat(evaluation.logLoss()).isLessThanOrEqualTo(0.15);
        assertThat(evaluation.confusionLabels()).containsExactly("setosa", "versicolor", "virginica");
        assertThat(classifier.columns().keySet())
                .containsExactly("sepal_length", "sepal_width", "petal_length", "petal_width");
    }

    @Test
    void tenFoldCrossValidation_isRightForAtLeast94Percent() {
        int hits = 0;
        for (int fold = 0; fold < 10; fold++) {
            int held = fold;
            Classifier classifier = fit(FLOWERS.stream()
                    .filter(flower -> Split.fold(flower.hash(), 10) != held)
                    .toList());
            hits += (int) FLOWERS.stream()
                    .filter(flower -> Split.fold(flower.hash(), 10) == held)
                    .filter(flower ->
                            classifier.predict(flower.content()).label().equals(flower.label()))
                    .count();
        }
        assertThat(hits / 150.0).isGreaterThanOrEqualTo(0.94);
    }

    private static Classifier fit(List<Example> examples) {
        return new ClassifierTrainer(Samples.IRIS).fit(examples).classifier();
    }
}
