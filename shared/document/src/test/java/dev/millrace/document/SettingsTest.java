package dev.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.GateSettings.Promote;
import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.document.ModelDefinition.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Settings that make no sense are refused with their key and value. */
class SettingsTest {

    @Test
    void trainerSettings_areBounded() {
        refused("trainer.costs is []: expected positive numbers", () -> trainer(List.of(), 5, 1, 2));
        refused("trainer.costs is [1.0, 0.0]: expected positive numbers", () -> trainer(List.of(1.0, 0.0), 5, 1, 2));
        refused("trainer.costs is [NaN]: expected positive numbers", () -> trainer(List.of(Double.NaN), 5, 1, 2));
        refused("trainer.folds is 1: expected a whole number from 2 to 20", () -> trainer(List.of(1.0), 1, 1, 2));
        refused("trainer.ngrams is 4: expected a whole number from 1 to 3", () -> trainer(List.of(1.0), 5, 4, 2));
        refused(
                "trainer.min_documents is 0: expected a whole number from 1 to 1000000",
                () -> trainer(List.of(1.0), 5, 1, 0));
    }

    @Test
    void gateSettings_areBounded() {
        refused("gate.level is 0.5: expected a number in (0, 0.5)", () -> gate(Promote.BETTER, 0.5, 0, 1));
        refused("gate.level is NaN: expected a number in (0, 0.5)", () -> gate(Promote.BETTER, Double.NaN, 0, 1));
        refused(
                "gate.margin is 0.0: expected a number above 0 with promote: not-worse",
                () -> gate(Promote.NOT_WORSE, 0.05, 0, 1));
        refused("gate.min_holdout_per_label is 0: expected at least 1", () -> gate(Promote.BETTER, 0.05, 0, 0));
    }

    @Test
    void definitionOfTheWrongForm_isRefused() {
        refused(
                "labels names one label only: expected two or more, or none for any",
                () -> Definitions.text("m", true, Set.of("one")));
        refused("features is missing: a tabular model names its features", () -> definition(Kind.TABULAR, Map.of(), 1));
        refused(
                "features belongs to a tabular model: remove it, or set kind: tabular",
                () -> definition(Kind.TEXT, Map.of("a", FeatureType.NUMERIC), 1));
        refused("text_limit is 0: expected at least 1", () -> definition(Kind.TEXT, Map.of(), 0));
    }

    @Test
    void modelsFile_findsByNameAndByDefault() {
        ModelDefinition first = Definitions.text("first", false, Set.of());
        ModelDefinition second = Definitions.text("second", true, Set.of());
        Models models = new Models(List.of(first, second));
        assertThat(models.all()).containsExactly(first, second);
        assertThat(models.find(new ModelName("first"))).contains(first);
        assertThat(models.find(new ModelName("third"))).isEmpty();
        assertThat(models.defaultFor(Kind.TEXT)).contains(second);
        assertThat(models.defaultFor(Kind.TABULAR)).isEmpty();
    }

    @Test
    void twoModelsOfOneNameOrTwoDefaultsOfOneKind_areRefused() {
        ModelDefinition model = Definitions.text("m", true, Set.of());
        refused("models names 'm' twice", () -> new Models(List.of(model, model)));
        refused(
                "models [m, n] all say default: true, for one kind",
                () -> new Models(List.of(model, Definitions.text("n", true, Set.of()))));
    }

    private static void refused(String sentence, ThrowingCallable making) {
        assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class).hasMessage(sentence);
    }

    private static TrainerSettings trainer(List<Double> costs, int folds, int ngrams, int minDocuments) {
        return new TrainerSettings(costs, folds, ngrams, minDocuments, 1);
    }

    private static GateSettings gate(Promote promote, double level, double margin, int rows) {
        return new GateSettings(
                promote,
                level,
                margin,
                rows,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private static ModelDefinition definition(Kind kind, Map<String, FeatureType> features, int limit) {
        return new ModelDefinition(
                new ModelName("m"),
                kind,
                true,
                Set.of(),
                features,
                limit,
                Definitions.TRAINER,
                Optional.empty(),
                Definitions.GATE);
    }
}
