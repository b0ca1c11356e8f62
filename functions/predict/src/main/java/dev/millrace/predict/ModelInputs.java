package dev.millrace.predict;

import dev.millrace.document.Content;
import dev.millrace.document.FeatureValue;
import dev.millrace.document.InvalidInput;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.document.ModelDefinition.Kind;
import dev.millrace.document.Strings;
import dev.millrace.predict.InferRequest.InputTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a model reads in the standard form: {@code text}, or one column a feature; and how it becomes contents. */
final class ModelInputs {
    private static final String TEXT = "text";

    private ModelInputs() {}

    /** The inputs' names and datatypes, in the order of the models file. */
    static Map<String, Datatype> of(ModelDefinition model) {
        if (model.kind() == Kind.TEXT) {
            return Map.of(TEXT, Datatype.BYTES);
        }
        Map<String, Datatype> inputs = new LinkedHashMap<>();
        model.features()
                .forEach(
                        (name, type) -> inputs.put(name, type == FeatureType.NUMERIC ? Datatype.FP64 : Datatype.BYTES));
        return inputs;
    }

    /** One content a row; throws {@link InvalidInput} naming the input that is unknown, missing, or of the wrong type or length. */
    static List<Content> contents(ModelDefinition model, List<InputTensor> inputs) {
        Map<String, InputTensor> byName = byName(model, inputs);
        int rows = inputs.getFirst().elements().size();
        List<Content> contents = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
            try {
                contents.add(content(model, byName, row));
            } catch (InvalidInput e) {
                throw unsound(row, e);
            }
        }
        return contents;
    }

    /** The same, of one row. */
    static InvalidInput unsound(int row, InvalidInput why) {
        return InvalidInput.field("row " + row, "is not sound: " + why.sentence());
    }

    private static Map<String, InputTensor> byName(ModelDefinition model, List<InputTensor> inputs) {
        Map<String, Datatype> expected = of(model);
        Map<String, InputTensor> byName = LinkedHashMap.newLinkedHashMap(inputs.size());
        int rows = inputs.getFirst().elements().size();
        for (int i = 0; i < inputs.size(); i++) {
            InputTensor input = inputs.get(i);
            requireFit(model, expected, input, "inputs[" + i + "]");
            if (input.elements().size() != rows) {
                throw InvalidInput.field(
                        "inputs[" + i + "].shape",
                        "has " + input.elements().size() + " rows: expected " + rows + ", as the first input has");
            }
            byName.put(input.name(), input);
        }
        for (String name : expected.keySet()) {
            if (!byName.containsKey(name)) {
                throw InvalidInput.field(
                        "inputs", "lacks '" + name + "': model '" + model.name() + "' reads " + expected.keySet());
            }
        }
        return byName;
    }

    private static void requireFit(
            ModelDefinition model, Map<String, Datatype> expected, InputTensor input, String at) {
        Datatype type = expected.get(input.name());
        if (type == null) {
            throw InvalidInput.field(
                    at + ".name",
                    "is '" + Strings.shown(input.name()) + "', which model '" + model.name()
                            + "' does not read: expected " + expected.keySet());
        }
        if (type == Datatype.BYTES
                ? input.datatype() != type
                : !input.datatype().isNumber()) {
            throw InvalidInput.field(
                    at + ".datatype",
                    "is " + input.datatype() + ": expected " + type
                            + (type == Datatype.BYTES ? "" : " or another type of numbers") + " for '" + input.name()
                            + "'");
        }
    }

    private static Content content(ModelDefinition model, Map<String, InputTensor> byName, int row) {
        if (model.kind() == Kind.TEXT) {
            InputTensor text = byName.values().iterator().next();
            return new Content.Text((String) text.elements().get(row));
        }
        Map<String, FeatureValue> values = new TreeMap<>();
        byName.forEach(
                (name, column) -> values.put(name, value(column.elements().get(row))));
        return new Content.Features(values);
    }

    private static FeatureValue value(Object element) {
        return element instanceof Double number
                ? new FeatureValue.Numeric(number)
                : new FeatureValue.Categorical((String) element);
    }
}
