package dev.millrace.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.document.Content;
import dev.millrace.document.FeatureValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

class ClassifierPropertyTest {
    private static final List<Example> MAILS = Samples.spam().subList(0, 400);
    private static final Classifier TEXT =
            new ClassifierTrainer(Samples.SPAM).fit(MAILS).classifier();
    private static final Classifier TABLE =
            new ClassifierTrainer(Samples.IRIS).fit(Samples.iris()).classifier();

    @Property
    void probabilitiesOfAnyText_sumToOne(@ForAll("texts") String text) {
        sumToOne(TEXT.predict(Samples.text(text)));
    }

    @Property
    void explanationOfAnyText_sumsToTheScoreThatPredictUses(@ForAll("texts") String text) {
        isExact(TEXT, Samples.text(text));
    }

    @Property
    void probabilitiesAndExplanationOfAnyRow_areExact(
            @ForAll double sepalLength,
            @ForAll double sepalWidth,
            @ForAll @DoubleRange(min = -9, max = 9) double petals) {
        Content row = new Content.Features(Map.of(
                "sepal_length", new FeatureValue.Numeric(sepalLength),
                "sepal_width", new FeatureValue.Numeric(sepalWidth),
                "petal_length", new FeatureValue.Numeric(petals),
                "petal_width", new FeatureValue.Numeric(petals)));
        sumToOne(TABLE.predict(row));
        if (Math.abs(sepalLength) < 1e3 && Math.abs(sepalWidth) < 1e3) {
            isExact(TABLE, row);
        }
    }

    private static void sumToOne(Prediction prediction) {
        assertThat(Arrays.stream(prediction.probabilities()).sum()).isCloseTo(1, within(1e-12));
        assertThat(Arrays.stream(prediction.probabilities()).boxed())
                .allSatisfy(p -> assertThat(p).isBetween(0.0, 1.0));
        assertThat(prediction.top(1).getFirst().label()).isEqualTo(prediction.label());
        assertThat(prediction.top(99)).hasSameSizeAs(prediction.labels());
    }

    private static void isExact(Classifier classifier, Content content) {
        Explanation explanation = classifier.explain(content);
        int label = classifier.labels().indexOf(explanation.label());
        assertThat(explanation.label()).isEqualTo(classifier.predict(content).label());
        assertThat(explanation.score()).isEqualTo(classifier.scores(content)[label]);
        double sum = explanation.bias();
        for (Explanation.Contribution contribution : explanation.contributions()) {
            sum += contribution.contribution();
        }
        assertThat(sum).isCloseTo(explanation.score(), within(1e-9));
        assertThat(explanation.contributions())
                .isSortedAccordingTo((a, b) -> Double.compare(Math.abs(b.contribution()), Math.abs(a.contribution())));
    }

    /** Words of real mails, so that the model knows some, and anything else. */
    @Provide
    Arbitrary<String> texts() {
        List<String> words = MAILS.stream()
                .limit(20)
                .map(mail -> ((Content.Text) mail.content()).value())
                .flatMap(text -> Arrays.stream(text.split(" ")))
                .collect(Collectors.toList());
        Arbitrary<String> anything = Arbitraries.strings().ofMaxLength(10).filter(ClassifierPropertyTest::isWhole);
        return Arbitraries.oneOf(Arbitraries.of(words), Arbitraries.of(words), anything)
                .list()
                .ofMaxSize(60)
                .map(pieces -> String.join(" ", pieces));
    }

    private static boolean isWhole(String text) {
        return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }
}
