package dev.millrace.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.document.Content;
import dev.millrace.document.FeatureValue;
import dev.millrace.document.ModelDefinition.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassifierTest {

    @Test
    void handmadeClassifier_givesTheProbabilityItReads() {
        Prediction prediction = Handmade.reader("ham", "spam").predict(Handmade.row(0.8));
        assertThat(prediction.label()).isEqualTo("spam");
        assertThat(prediction.byLabel()).containsOnlyKeys("ham", "spam");
        assertThat(prediction.probabilities()[1]).isCloseTo(0.8, within(1e-12));
        assertThat(prediction.top(2)).extracting(Prediction.Ranked::label).containsExactly("spam", "ham");
    }

    @Test
    void explanationOfTheFirstOfTwoLabels_hasItsOwnSigns() {
        Classifier classifier = new Classifier(
                List.of("ham", "spam"),
                new TableSpace(List.of(new Column.Numeric("x", 1, 2))),
                new Weights(2, new float[] {3}, new double[] {0.5}),
                new Calibration(new double[] {1}, new double[] {0}));
        Content row = new Content.Features(Map.of("x", new FeatureValue.Numeric(0)));
        Explanation explanation = classifier.explain(row);
        assertThat(explanation)
                .isEqualTo(new Explanation("ham", 5.5, -0.5, List.of(new Explanation.Contribution("x", 6))));
    }

    @Test
    void missingColumnUnknownCategoryAndOtherType_sayNothing() {
        Classifier classifier = new Classifier(
                List.of("a", "b", "c"),
                new TableSpace(List.of(
                        new Column.Numeric("x", 0, 1), new Column.Categorical("colour", List.of("green", "red")))),
                new Weights(3, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, new double[] {0.1, 0.2, 0.3}),
                new Calibration(new double[] {1, 1, 1}, new double[3]));
        assertThat(classifier.kind()).isEqualTo(Kind.TABULAR);
        assertThat(classifier.scores(row(new FeatureValue.Categorical("one"), new FeatureValue.Categorical("blue"))))
                .containsExactly(0.1, 0.2, 0.3);
        assertThat(classifier.scores(row(new FeatureValue.Numeric(2), new FeatureValue.Categorical("red"))))
                .containsExactly(9.1, 12.2, 15.3);
        assertThat(classifier.explain(row(new FeatureValue.Numeric(2), new FeatureValue.Categorical("red"))))
                .isEqualTo(new Explanation(
                        "c",
                        15.3,
                        0.3,
                        List.of(new Explanation.Contribution("colour=red", 9), new Explanation.Contribution("x", 6))));
    }

    @Test
    void textWithoutAKnownWord_hasTheBiasForItsScore() {
        Classifier classifier = new ClassifierTrainer(Samples.SPAM)
                .fit(Samples.spam().subList(0, 100))
                .classifier();
        Explanation explanation = classifier.explain(Samples.text(""));
        assertThat(explanation.contributions()).isEmpty();
        assertThat(explanation.score()).isEqualTo(explanation.bias());
    }

    @Test
    void contentOfTheOtherKind_isRefused() {
        assertThatThrownBy(() -> Handmade.reader("a", "b").predict(Samples.text("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a tabular model reads features, not text");
    }

    private static Content row(FeatureValue x, FeatureValue colour) {
        return new Content.Features(Map.of("x", x, "colour", colour));
    }
}
