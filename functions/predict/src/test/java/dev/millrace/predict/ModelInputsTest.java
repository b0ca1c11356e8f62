package dev.millrace.predict;

import static dev.millrace.predict.SmallModels.IRIS;
import static dev.millrace.predict.SmallModels.SPAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.Content;
import dev.millrace.document.FeatureValue;
import dev.millrace.document.InvalidInput;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.document.ModelName;
import dev.millrace.predict.InferRequest.InputTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelInputsTest {
    private static final List<String> COLUMNS = List.of("sepal_length", "sepal_width", "petal_length", "petal_width");

    @Test
    void textModel_readsOneColumnOfTexts() {
        assertThat(ModelInputs.of(SmallModels.definition(SPAM))).isEqualTo(Map.of("text", Datatype.BYTES));
        assertThat(contents(SPAM, new InputTensor("text", Datatype.BYTES, List.of("a", "b"))))
                .containsExactly(new Content.Text("a"), new Content.Text("b"));
    }

    @Test
    void tabularModel_readsOneColumnAFeature_inAnyOrderAndTypeOfNumbers() {
        List<InputTensor> flowers = new ArrayList<>();
        for (String name : COLUMNS.reversed()) {
            flowers.add(new InputTensor(name, Datatype.INT16, List.of(1.0, 2.0)));
        }

        assertThat(ModelInputs.of(SmallModels.definition(IRIS)).keySet()).containsExactlyElementsOf(COLUMNS);
        assertThat(contents(IRIS, flowers.toArray(InputTensor[]::new)))
                .hasSize(2)
                .last()
                .isInstanceOfSatisfying(
                        Content.Features.class,
                        row -> assertThat(row.values())
                                .containsOnlyKeys(COLUMNS)
                                .containsEntry("petal_width", new FeatureValue.Numeric(2)));
    }

    @Test
    void categoricalFeature_isAColumnOfTexts() {
        Map<String, FeatureType> features = new LinkedHashMap<>(Map.of("colour", FeatureType.CATEGORICAL));
        ModelDefinition model = Rounds.irisWith(features).require(IRIS);

        assertThat(ModelInputs.of(model)).isEqualTo(Map.of("colour", Datatype.BYTES));
        assertThat(ModelInputs.contents(model, List.of(new InputTensor("colour", Datatype.BYTES, List.of("red")))))
                .containsExactly(new Content.Features(Map.of("colour", new FeatureValue.Categorical("red"))));
    }

    @Test
    void inputThatTheModelDoesNotRead_isRefused() {
        refuses(SPAM, "inputs[0].name is 'title'", new InputTensor("title", Datatype.BYTES, List.of("a")));
        refuses(IRIS, "inputs[4].name is 'text'", flower(new InputTensor("text", Datatype.BYTES, List.of("a"))));
    }

    @Test
    void missingInput_isNamed() {
        refuses(IRIS, "inputs lacks 'sepal_width'", new InputTensor("sepal_length", Datatype.FP64, List.of(1.0)));
    }

    @Test
    void otherDatatype_isRefused() {
        refuses(
                SPAM,
                "inputs[0].datatype is FP64: expected BYTES",
                new InputTensor("text", Datatype.FP64, List.of(1.0)));
        refuses(
                IRIS,
                "inputs[0].datatype is BOOL: expected FP64",
                new InputTensor("sepal_length", Datatype.BOOL, List.of(true)));
        refuses(
                IRIS,
                "inputs[0].datatype is BYTES: expected FP64",
                new InputTensor("sepal_length", Datatype.BYTES, List.of("1.5")));
    }

    @Test
    void columnsOfUnlikeLength_areRefused() {
        refuses(
                IRIS,
                "inputs[1].shape has 2 rows: expected 1",
                new InputTensor("sepal_length", Datatype.FP64, List.of(1.0)),
                new InputTensor("sepal_width", Datatype.FP64, List.of(1.0, 2.0)));
    }

    private static InputTensor[] flower(InputTensor more) {
        List<InputTensor> flower = new ArrayList<>();
        COLUMNS.forEach(name -> flower.add(new InputTensor(name, Datatype.FP64, List.of(1.0))));
        flower.add(more);
        return flower.toArray(InputTensor[]::new);
    }

    private static void refuses(ModelName model, String sentence, InputTensor... inputs) {
        assertThatThrownBy(() -> contents(model, inputs))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith(sentence);
    }

    private static List<Content> contents(ModelName model, InputTensor... inputs) {
        return ModelInputs.contents(SmallModels.definition(model), List.of(inputs));
    }
}
