package dev.millrace.predict;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.document.InvalidInput;
import dev.millrace.document.StrictJson;
import dev.millrace.document.Strings;
import dev.millrace.predict.InferRequest.InputTensor;
import dev.millrace.predict.InferRequest.OutputWish;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an inference request: JSON, and the binary data that may follow it. Members that it does not know are
 * skipped, as the protocol wants. All errors are {@link InvalidInput}, naming the member.
 */
final class InferReader {
    private static final int MOST_TENSORS = 4096;

    private final int mostRows;

    InferReader(int mostRows) {
        this.mostRows = mostRows;
    }

    /** A body that is JSON as a whole. */
    InferRequest read(byte[] body) {
        return read(body, body.length);
    }

    /**
     * @param jsonLength bytes of the JSON at the beginning; what follows are the tensors that say so, in the order of the
     *     inputs
     */
    InferRequest read(byte[] body, int jsonLength) {
        Head head = StrictJson.read(body, 0, jsonLength, this::head);
        if (head.inputs.isEmpty()) {
            throw InvalidInput.field("inputs", "is missing or empty: expected the tensors that the model reads");
        }
        TensorBytes binary = new TensorBytes(body, jsonLength);
        List<InputTensor> inputs = new ArrayList<>(head.inputs.size());
        for (int i = 0; i < head.inputs.size(); i++) {
            inputs.add(head.inputs.get(i).tensor("inputs[" + i + "]", mostRows, binary));
        }
        binary.requireEnd();
        requireDistinct("inputs", inputs, InputTensor::name);
        requireDistinct("outputs", head.outputs, OutputWish::name);
        return new InferRequest(head.id, head.timeoutMicros, inputs, wishes(head), head.binaryOutputs);
    }

    /** An output that says nothing of its form takes that of the request, which may come after it. */
    private static List<OutputWish> wishes(Head head) {
        List<OutputWish> wishes = new ArrayList<>(head.outputs.size());
        for (int i = 0; i < head.outputs.size(); i++) {
            OutputWish wish = head.outputs.get(i);
            boolean undecided = head.undecided.contains(i);
            wishes.add(new OutputWish(wish.name(), undecided ? head.binaryOutputs : wish.binary(), wish.classes()));
        }
        return wishes;
    }

    /** The members of the request's JSON, as they are found. */
    private static final class Head {
        private Optional<String> id = Optional.empty();
        private long timeoutMicros;
        private boolean binaryOutputs;
        private final List<InputJson> inputs = new ArrayList<>();
        private final List<OutputWish> outputs = new ArrayList<>();
        private final Set<Integer> undecided = new HashSet<>();
    }

    private Head head(JsonParser json) throws IOException {
        Head head = new Head();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String member = json.currentName();
            json.nextToken();
            switch (member) {
                case "id" -> head.id = JsonValues.string(json, "id");
                case "parameters" -> JsonValues.object(json, "parameters", name -> parameter(json, name, head));
                case "inputs" -> list(json, "inputs", at -> head.inputs.add(InputJson.read(json, at, mostRows)));
                case "outputs" -> list(json, "outputs", at -> output(json, at, head));
                default -> json.skipChildren();
            }
        }
        return head;
    }

    private static void parameter(JsonParser json, String name, Head head) throws IOException {
        switch (name) {
            case "binary_data_output" -> head.binaryOutputs = JsonValues.bool(json, "parameters.binary_data_output");
            case "timeout" ->
                head.timeoutMicros = JsonValues.whole(json, "parameters.timeout", 0, Long.MAX_VALUE / 1000);
            default -> json.skipChildren();
        }
    }

    private static void output(JsonParser json, String at, Head head) throws IOException {
        OutputJson output = new OutputJson();
        JsonValues.object(json, at, member -> {
            switch (member) {
                case "name" ->
                    output.name = JsonValues.string(json, at + ".name").orElse(null);
                case "parameters" ->
                    JsonValues.object(json, at + ".parameters", name -> output.parameter(json, at, name));
                default -> json.skipChildren();
            }
        });
        if (output.name == null) {
            throw InvalidInput.field(at + ".name", "is missing: expected the name of an output");
        }
        if (output.binary == null) {
            head.undecided.add(head.outputs.size());
        }
        head.outputs.add(new OutputWish(output.name, Boolean.TRUE.equals(output.binary), output.classes));
    }

    /** The members of one wanted output, as they are found. */
    private static final class OutputJson {
        private @Nullable String name;
        private @Nullable Boolean binary;
        private int classes;

        private void parameter(JsonParser json, String at, String name) throws IOException {
            switch (name) {
                case "binary_data" -> binary = JsonValues.bool(json, at + ".parameters.binary_data");
                case "classification" ->
                    classes = (int) JsonValues.whole(json, at + ".parameters.classification", 0, Integer.MAX_VALUE);
                default -> JsonValues.skipParameter(json, name, at);
            }
        }
    }

    private interface Element {
        void read(String at) throws IOException;
    }

    private static void list(JsonParser json, String field, Element element) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        JsonValues.require(json, JsonToken.START_ARRAY, field, "a list");
        for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
            if (i == MOST_TENSORS) {
                throw InvalidInput.field(field, "holds more than " + MOST_TENSORS + " tensors");
            }
            element.read(field + "[" + i + "]");
        }
    }

    private static <T> void requireDistinct(String field, List<T> named, Function<T, String> name) {
        Set<String> seen = HashSet.newHashSet(named.size());
        for (int i = 0; i < named.size(); i++) {
            String found = name.apply(named.get(i));
            if (!seen.add(found)) {
                throw InvalidInput.field(
                        field + "[" + i + "].name", "is '" + Strings.shown(found) + "', as that of another one");
            }
        }
    }
}
