package dev.millrace.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.classifier.Explanation;
import dev.millrace.classifier.Prediction;
import dev.millrace.document.Content;
import dev.millrace.document.FeatureValue.Numeric;
import dev.millrace.document.InvalidInput;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelName;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PredictorTest {
    private static final Content SETOSA = new Content.Features(Map.of(
            "sepal_length", new Numeric(5.1),
            "sepal_width", new Numeric(3.5),
            "petal_length", new Numeric(1.4),
            "petal_width", new Numeric(0.2)));

    private final LoadedVersion spam = SmallModels.loaded(SmallModels.SPAM, 3);
    private final LoadedVersion iris = SmallModels.loaded(SmallModels.IRIS, 1);
    private final Predictor predictor = predictor(Optional.of(spam), Optional.of(iris));

    @Test
    void textWithoutModel_isAnsweredByTheDefaultForTexts() {
        Answer answer = one(ask(new Content.Text("claim your free prize now")));

        assertThat(answer.version()).isSameAs(spam);
        assertThat(answer.prediction().label()).isEqualTo("spam");
        assertThat(Arrays.stream(answer.prediction().probabilities()).sum()).isCloseTo(1, within(1e-12));
        assertThat(answer.explanation()).isEmpty();
    }

    @Test
    void featuresWithoutModel_areAnsweredByTheDefaultForFeatures() {
        assertThat(one(ask(SETOSA)).prediction().label()).isEqualTo("setosa");
    }

    @Test
    void text_isCleanedAsTrainingTextsAre() {
        Prediction plain = one(ask(new Content.Text("claim your free prize"))).prediction();
        Prediction html = one(ask(
                        new Content.Text(
                                "<html><body><script>the meeting agenda</script><p>claim&nbsp;your <b>free</b>\u0000\n prize</p></body>")))
                .prediction();

        assertThat(html.probabilities()).isEqualTo(plain.probabilities());
    }

    @Test
    void explanation_sumsToItsScore() {
        Question asked =
                new Question("", Optional.empty(), new Content.Text("free money, see you at the meeting"), 0, true);

        Explanation explanation = one(asked).explanation().orElseThrow();

        double sum = explanation.bias()
                + explanation.contributions().stream()
                        .mapToDouble(Explanation.Contribution::contribution)
                        .sum();
        assertThat(sum).isCloseTo(explanation.score(), within(1e-9));
        assertThat(explanation.contributions()).isNotEmpty();
    }

    @Test
    void contentOfTheOtherKind_isRefusedNamingTheInstance() {
        Question wrong =
                new Question("instances[1]", Optional.of(SmallModels.IRIS), new Content.Text("a text"), 0, false);

        assertThatThrownBy(() -> predictor.predict(List.of(ask(SETOSA), wrong)))
                .isInstanceOfSatisfying(
                        InvalidInput.class, e -> assertThat(e.field()).contains("instances[1].text"))
                .hasMessageStartingWith("instances[1].text does not fit model 'iris'");
        assertThat(counted(iris)).as("nothing is counted of a refused request").isZero();
    }

    @Test
    void unknownModel_isRefusedNamingTheKnownOnes() {
        Question wrong = new Question("", Optional.of(new ModelName("spa")), SETOSA, 0, false);

        assertThatThrownBy(() -> predictor.predict(List.of(wrong))).hasMessageContaining("known are [spam, iris]");
    }

    @Test
    void answers_areCountedByLabel() {
        predictor.predict(List.of(ask(SETOSA), ask(SETOSA), ask(new Content.Text("see you"))));

        assertThat(iris.counts().sum(iris.counts().labels().indexOf("setosa"))).isEqualTo(2);
        assertThat(counted(iris)).isEqualTo(2);
        assertThat(counted(spam)).isEqualTo(1);
    }

    @Test
    void modelWithoutVersion_saysHowToMakeOne() {
        PredictOutcome outcome =
                predictor(Optional.empty(), Optional.of(iris)).predict(List.of(ask(new Content.Text("x"))));

        assertThat(outcome).isInstanceOfSatisfying(PredictOutcome.NoVersion.class, none -> {
            assertThat(none.model()).isEqualTo(SmallModels.SPAM);
            assertThat(none.why())
                    .startsWith("no version of model 'spam' exists yet: POST /train {\"model\":\"spam\"}");
        });
    }

    private static Question ask(Content content) {
        return new Question("", Optional.empty(), content, 0, false);
    }

    private Answer one(Question question) {
        return ((PredictOutcome.Answered) predictor.predict(List.of(question)))
                .all()
                .getFirst();
    }

    private static long counted(LoadedVersion version) {
        long sum = 0;
        for (int label = 0; label < version.counts().labels().size(); label++) {
            sum += version.counts().sum(label);
        }
        return sum;
    }

    private static Predictor predictor(Optional<LoadedVersion> spam, Optional<LoadedVersion> iris) {
        Map<ModelName, ServedModel> models = new LinkedHashMap<>();
        models.put(SmallModels.SPAM, served(SmallModels.definition(SmallModels.SPAM), spam));
        models.put(SmallModels.IRIS, served(SmallModels.definition(SmallModels.IRIS), iris));
        LoadedModels loaded = new LoadedModels(models, Optional.of(Instant.EPOCH), Optional.empty());
        return new Predictor(SmallModels.MODELS, () -> loaded, () -> new UUID(0, 0));
    }

    private static ServedModel served(ModelDefinition model, Optional<LoadedVersion> version) {
        Aliases aliases =
                new Aliases(Optional.empty(), version.map(LoadedVersion::version), Optional.empty(), new TreeSet<>());
        return new ServedModel(model, aliases, version, List.of(), Optional.empty(), Map.of(), List.of());
    }
}
