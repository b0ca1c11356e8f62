package dev.millrace.predict;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.document.InvalidInput;
import dev.millrace.predict.InferRequest.InputTensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One input as its JSON has it; its members may come in any order, so it is judged when all are there. */
final class InputJson {
    private static final int MOST_DIMENSIONS = 16;

    private @Nullable String name;
    private @Nullable String datatype;
    private @Nullable List<Long> shape;
    private @Nullable List<Object> data;
    private long binarySize = -1;

    private InputJson() {}

    /** @param mostRows elements of {@code data} beyond which reading stops */
    static InputJson read(JsonParser json, String at, int mostRows) throws IOException {
        InputJson input = new InputJson();
        JsonValues.require(json, JsonToken.START_OBJECT, at, "an object");
        JsonValues.object(json, at, member -> {
            switch (member) {
                case "name" ->
                    input.name = JsonValues.string(json, at + ".name").orElse(null);
                case "datatype" ->
                    input.datatype = JsonValues.string(json, at + ".datatype").orElse(null);
                case "shape" -> input.shape = shape(json, at + ".shape");
                case "data" -> input.data = data(json, at + ".data", mostRows);
                case "parameters" ->
                    JsonValues.object(json, at + ".parameters", parameter -> input.parameter(json, at, parameter));
                default -> json.skipChildren();
            }
        });
        return input;
    }

    private void parameter(JsonParser json, String at, String parameter) throws IOException {
        if (parameter.equals("binary_data_size")) {
            binarySize = JsonValues.whole(json, at + ".parameters.binary_data_size", 0, Integer.MAX_VALUE);
        } else {
            JsonValues.skipParameter(json, parameter, at);
        }
    }

    /** Judges the whole; takes its data from {@code binary} if it says that they are there. */
    InputTensor tensor(String at, int mostRows, TensorBytes binary) {
        String called = required(name, at + ".name", "the name of an input");
        Datatype type = Datatype.of(required(datatype, at + ".datatype", "a datatype, as BYTES"), at + ".datatype");
        int rows = rows(required(shape, at + ".shape", "a list, as [1]"), at + ".shape", mostRows);
        if (binarySize >= 0 && data != null) {
            throw InvalidInput.field(at + ".data", "stands beside binary_data_size: expected one of the two");
        }
        if (binarySize >= 0) {
            return new InputTensor(called, type, binary.take(type, rows, (int) binarySize, at));
        }
        List<Object> found = required(data, at + ".data", "a list, or parameters.binary_data_size");
        if (found.size() != rows) {
            throw InvalidInput.field(
                    at + ".data", "holds " + found.size() + " elements: expected " + rows + ", as the shape says");
        }
        for (int i = 0; i < rows; i++) {
            found.set(i, type.element(found.get(i), at + ".data[" + i + "]"));
        }
        return new InputTensor(called, type, found);
    }

    private static int rows(List<Long> shape, String field, int mostRows) {
        if (!isColumn(shape)) {
            throw InvalidInput.field(field, "is " + shape + ": expected [rows] or [rows, 1]");
        }
        if (shape.getFirst() > mostRows) {
            throw InvalidInput.field(field, "is " + shape + ": expected at most " + mostRows + " rows a request");
        }
        return Math.toIntExact(shape.getFirst());
    }

    private static boolean isColumn(List<Long> shape) {
        for (int i = 1; i < shape.size(); i++) {
            if (shape.get(i) != 1) {
                return false;
            }
        }
        return !shape.isEmpty();
    }

    private static List<Long> shape(JsonParser json, String field) throws IOException {
        JsonValues.require(json, JsonToken.START_ARRAY, field, "a list of whole numbers");
        List<Long> shape = new ArrayList<>(2);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (shape.size() == MOST_DIMENSIONS) {
                throw InvalidInput.field(field, "has more than " + MOST_DIMENSIONS + " dimensions");
            }
            shape.add(JsonValues.whole(json, field + "[" + shape.size() + "]", 1, Long.MAX_VALUE));
        }
        return shape;
    }

    /** Flat, or nested in any way: the elements come in the order in which they stand. */
    private static List<Object> data(JsonParser json, String field, int most) throws IOException {
        JsonValues.require(json, JsonToken.START_ARRAY, field, "a list");
        List<Object> elements = new ArrayList<>();
        int depth = 1;
        while (depth > 0) {
            switch (json.nextToken()) {
                case START_ARRAY -> depth++;
                case END_ARRAY -> depth--;
                default -> {
                    if (elements.size() == most) {
                        throw InvalidInput.field(field, "holds more than " + most + " elements: send fewer at a time");
                    }
                    elements.add(element(json, field + "[" + elements.size() + "]"));
                }
            }
        }
        return elements;
    }

    private static Object element(JsonParser json, String field) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> json.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT ->
                json.getNumberType() == NumberType.BIG_INTEGER
                        ? json.getBigIntegerValue()
                        : (Number) json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            default ->
                throw InvalidInput.field(
                        field, "is " + JsonValues.word(json.currentToken()) + ": expected a string, number or boolean");
        };
    }

    private static <T> T required(@Nullable T value, String field, String expected) {
        if (value == null) {
            throw InvalidInput.field(field, "is missing: expected " + expected);
        }
        return value;
    }
}
