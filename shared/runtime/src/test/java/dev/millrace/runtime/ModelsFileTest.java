package dev.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.GateSettings;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.document.TrainerSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsFileTest {
    private static ModelDefinition only(String yaml) {
        return ModelsFile.parse(yaml).all().iterator().next();
    }

    @Test
    void sampleFile_holdsSpamAndIris() {
        Models models = ModelsFile.read(Path.of("../../samples/models.yml"));

        ModelDefinition spam = models.require(new ModelName("spam"));
        assertThat(spam.byDefault()).isTrue();
        assertThat(spam.labels()).containsExactly("ham", "spam");
        assertThat(spam.trainer()).isEqualTo(new TrainerSettings(List.of(30.0, 100.0, 300.0, 1000.0), 5, 1, 2, 1));
        assertThat(spam.gate().minAccuracy()).contains(0.95);
        ModelDefinition iris = models.require(new ModelName("iris"));
        assertThat(iris.byDefault()).isTrue();
        assertThat(iris.features()).hasSize(4).containsValue(FeatureType.NUMERIC);
        assertThat(iris.trainer().folds()).isEqualTo(10);
        assertThat(models.all()).hasSize(2);
    }

    @Test
    void shortestModel_hasTheDefaults() {
        assertThat(only("models: [{name: m, kind: text}]"))
                .isEqualTo(new ModelDefinition(
                        new ModelName("m"),
                        ModelDefinition.Kind.TEXT,
                        false,
                        Set.of(),
                        Map.of(),
                        1_048_576,
                        new TrainerSettings(List.of(1.0, 10.0, 100.0, 1000.0), 5, 1, 2, 1),
                        Optional.empty(),
                        new GateSettings(
                                GateSettings.Promote.BETTER,
                                0.05,
                                0.01,
                                5,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Map.of())));
    }

    @Test
    void everyKey_isRead() {
        ModelDefinition model = only("""
                models:
                  - name: m
                    kind: tabular
                    default: true
                    labels: ["1", "2"]
                    features: {b: numeric, a: categorical}
                    text_limit: 10
                    trainer: {costs: [2], folds: 3, ngrams: 1, min_documents: 4, seed: 7}
                    schedule: "*/5 * * * *"
                    gate:
                      promote: not-worse
                      level: 0.1
                      margin: 0.02
                      min_holdout_per_label: 6
                      min_accuracy: 0.9
                      min_macro_f1: 0.8
                      max_log_loss: 0.7
                      max_calibration_error: 0.6
                      labels: {"1": {min_precision: 0.5, min_recall: 0.4}}
                """);

        assertThat(model.features().keySet()).containsExactly("b", "a");
        assertThat(model.trainer()).isEqualTo(new TrainerSettings(List.of(2.0), 3, 1, 4, 7));
        assertThat(model.schedule()).contains("*/5 * * * *");
        assertThat(model.gate())
                .isEqualTo(new GateSettings(
                        GateSettings.Promote.NOT_WORSE,
                        0.1,
                        0.02,
                        6,
                        Optional.of(0.9),
                        Optional.of(0.8),
                        Optional.of(0.7),
                        Optional.of(0.6),
                        Map.of("1", new GateSettings.LabelFloor(Optional.of(0.5), Optional.of(0.4)))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {name: m, kind: text, lables: [a, b]}             | models[0].lables is not known: expected [default, features,
            {kind: text}                                      | models[0].name is missing: expected a model's name
            {name: m}                                         | models[0].kind is missing: expected text or tabular
            {name: M, kind: text}                             | models[0].name 'M' is no model name
            {name: m, kind: image}                            | models[0].kind is 'image': expected one of [tabular, text]
            {name: m, kind: tabular}                          | models[0].features is missing
            {name: m, kind: text, features: {a: numeric}}     | models[0].features belongs to a tabular model
            {name: m, kind: tabular, features: {a: number}}   | models[0].features.a is 'number': expected one of
            {name: m, kind: text, labels: [yes, no]}          | models[0].labels[0] is true: expected a string: put it in
            {name: m, kind: text, labels: [a]}                | models[0].labels names one label only
            {name: m, kind: text, text_limit: many}           | models[0].text_limit is many: expected a whole number
            {name: m, kind: text, trainer: {folds: 1}}        | models[0].trainer.folds is 1: expected a whole number from 2
            {name: m, kind: text, trainer: {fold: 1}}         | models[0].trainer.fold is not known
            {name: m, kind: text, trainer: {costs: [a]}}      | models[0].trainer.costs[0] is a: expected a number
            {name: m, kind: text, gate: {level: 2}}           | models[0].gate.level is 2.0: expected a number in (0, 0.5)
            {name: m, kind: text, gate: {min_accuracy: 95}}   | models[0].gate.min_accuracy is 95.0: expected a number from 0
            {name: m, kind: text, gate: {labels: {a: {min_recall: 2}}}} | models[0].gate.labels.a.min_recall is 2.0: expected
            {name: m, kind: text, labels: [a, b], gate: {labels: {c: {}}}} | models[0].gate.labels.c is not known: expected one
            {name: m, kind: text, gate: {promote: never}}     | models[0].gate.promote is 'never': expected one of
            {name: m, kind: text, schedule: "* * *"}          | models[0].schedule is '* * *': expected five fields
            {name: m, kind: text, schedule: "61 * * * *"}     | models[0].schedule is '61 * * * *': expected five fields
            {name: m, kind: text, schedule: "0 0 30 2 *"}     | models[0].schedule is '0 0 30 2 *': expected five fields
            {name: m, kind: text, schedule: "0 * * * * *"}    | models[0].schedule is '0 * * * * *': expected five fields
            text                                              | models[0] is text: expected a map
            """)
    void wrongModel_isNamedByThePathOfTheKey(String model, String line) {
        assertThatThrownBy(() -> ModelsFile.parse("models: [" + model + "]"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageStartingWith(line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                  | expected a map with the key models
            model: []                           | model is not known: expected [models]
            models: []                          | models is empty
            'models: {name: m}'                 | models is {name=m}: expected a list
            'models: ['                         | no YAML at line 1:
            'models: [{name: a, name: b}]'      | no YAML at line 1:
            'models: !!java.io.File [/tmp]'     | no YAML at line 1:
            'models: [{name: a, kind: text}, {name: a, kind: text}]' | models names 'a' twice
            """)
    void wrongFile_isOneLine(String yaml, String line) {
        assertThatThrownBy(() -> ModelsFile.parse(yaml))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageStartingWith(line)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void fileOfAliases_isRefusedBeforeItGrows() {
        String bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nmodels: [*c, *c]\n";

        assertThatThrownBy(() -> ModelsFile.parse(bomb)).isInstanceOf(InvalidSetting.class);
    }

    @Test
    void fileThatIsNotThere_isNamed() {
        assertThatThrownBy(() -> ModelsFile.read(Path.of("no/models.yml")))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("MILLRACE_MODELS_FILE")
                .hasMessageContaining("no/models.yml");
    }
}
