package dev.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DocumentRulesTest {
    private static final Content GOOD_ROW =
            row(Map.of("width", new FeatureValue.Numeric(1), "colour", new FeatureValue.Categorical("red")));

    private final DocumentRules rules = new DocumentRules(new Models(List.of(
            Definitions.text("spam", true, new LinkedHashSet<>(List.of("ham", "spam"))), Definitions.table("iris"))));

    @Test
    void documentsThatKeepTheRules_haveTheirModel() {
        assertThat(rules.check(document("spam", new Content.Text("a"), "ham")).name())
                .isEqualTo(new ModelName("spam"));
        assertThat(rules.check(document("iris", GOOD_ROW, "any label")).name()).isEqualTo(new ModelName("iris"));
        assertThatCode(() -> rules.check(document("iris", new Content.None(), "x")))
                .doesNotThrowAnyException();
    }

    @Test
    void unknownModel_isRefusedWithTheKnownOnes() {
        refused(
                document("ham", new Content.Text("a"), "x"),
                "unknown-model",
                "model 'ham' is not in the models file: known are [spam, iris]");
    }

    @Test
    void unknownLabel_isRefusedWithTheKnownOnes() {
        refused(
                document("spam", new Content.Text("a"), "eggs"),
                "unknown-label",
                "label 'eggs' is not a label of model 'spam': expected one of [ham, spam]");
    }

    @Test
    void textBeyondTheLimit_isRefused() {
        assertThatCode(() -> rules.check(document("spam", new Content.Text("a".repeat(100)), "ham")))
                .doesNotThrowAnyException();
        refused(
                document("spam", new Content.Text("a".repeat(101)), "ham"),
                "text-too-long",
                "text has 101 characters: expected at most 100");
    }

    @Test
    void contentOfTheOtherKind_isRefused() {
        refused(
                document("iris", new Content.Text("a"), "x"),
                "wrong-kind",
                "text does not fit model 'iris', which is tabular: expected features [width, colour]");
        refused(
                document("spam", GOOD_ROW, "ham"),
                "wrong-kind",
                "features does not fit model 'spam', which reads text: expected text");
    }

    @Test
    void missingUnknownAndWrongFeatures_areRefusedByName() {
        refused(
                document("iris", row(Map.of("width", new FeatureValue.Numeric(1))), "x"),
                "missing-feature",
                "features.colour is missing: expected a string");
        refused(
                document(
                        "iris",
                        row(Map.of("width", new FeatureValue.Numeric(1), "colour", new FeatureValue.Numeric(2))),
                        "x"),
                "wrong-feature-type",
                "features.colour is a number: expected a string");
        refused(
                document(
                        "iris",
                        row(Map.of(
                                "width", new FeatureValue.Numeric(1),
                                "colour", new FeatureValue.Categorical("red"),
                                "height", new FeatureValue.Numeric(2))),
                        "x"),
                "unknown-feature",
                "features.height is not a feature of model 'iris': expected [width, colour]");
    }

    private void refused(Document document, String code, String sentence) {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> rules.check(document))
                .withMessage(sentence)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    private static Content row(Map<String, FeatureValue> values) {
        return new Content.Features(values);
    }

    private static Document document(String model, Content content, String label) {
        return new Document(new DocumentId("d"), new ModelName(model), content, Optional.of(label), Optional.empty());
    }
}
