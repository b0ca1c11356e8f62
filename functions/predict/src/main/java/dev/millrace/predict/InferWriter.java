package dev.millrace.predict;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.document.InvalidInput;
import dev.millrace.predict.InferRequest.OutputWish;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers in the standard form: JSON, with the tensors that were asked for so as binary data behind it. */
final class InferWriter {

    /**
     * @param jsonLength bytes of the JSON at its beginning, when binary data follow; -1: the whole is JSON
     */
    record InferBody(byte[] bytes, int jsonLength) {}

    private record Output(String name, OutputTensor tensor, Optional<byte[]> binary) {}

    private static final List<OutputWish> AS_JSON = byDefault(false);
    private static final List<OutputWish> AS_BYTES = byDefault(true);

    private InferWriter() {}

    /**
     * What the request asks for, in its order; throws {@link InvalidInput} for an output that no model gives, and for
     * classes of another one than the probabilities.
     */
    static List<OutputWish> wishes(InferRequest request) {
        if (request.outputs().isEmpty()) {
            return request.binaryOutputs() ? AS_BYTES : AS_JSON;
        }
        for (int i = 0; i < request.outputs().size(); i++) {
            OutputWish wish = request.outputs().get(i);
            ModelOutput output = ModelOutput.of(wish.name(), "outputs[" + i + "].name");
            if (wish.classes() > 0 && output != ModelOutput.PROBABILITIES) {
                throw InvalidInput.field(
                        "outputs[" + i + "].parameters.classification",
                        "is not for '" + wish.name() + "': expected it with 'probabilities'");
            }
        }
        return request.outputs();
    }

    private static List<OutputWish> byDefault(boolean binary) {
        return ModelOutput.BY_DEFAULT.stream()
                .map(output -> new OutputWish(output.title(), binary, 0))
                .toList();
    }

    /** @param answers at least one, all of one version */
    static InferBody write(Optional<String> id, List<OutputWish> wishes, List<Answer> answers) {
        List<Output> outputs = new ArrayList<>(wishes.size());
        List<byte[]> binary = new ArrayList<>(wishes.size());
        for (OutputWish wish : wishes) {
            OutputTensor tensor = OutputTensor.of(ModelOutput.of(wish.name(), "outputs"), wish.classes(), answers);
            Optional<byte[]> bytes = wish.binary() ? Optional.of(tensor.bytes()) : Optional.empty();
            outputs.add(new Output(wish.name(), tensor, bytes));
            bytes.ifPresent(binary::add);
        }
        byte[] json = JsonBytes.of(out -> json(out, id, answers.getFirst().version(), outputs));
        return binary.isEmpty() ? new InferBody(json, -1) : new InferBody(joined(json, binary), json.length);
    }

    private static void json(JsonGenerator out, Optional<String> id, LoadedVersion version, List<Output> outputs)
            throws IOException {
        out.writeStartObject();
        if (id.isPresent()) {
            out.writeStringField("id", id.get());
        }
        out.writeStringField("model_name", version.model().value());
        out.writeStringField("model_version", version.name());
        out.writeObjectFieldStart("parameters");
        // Once more: the KServe client drops it above.
        out.writeStringField("model_version", version.name());
        out.writeEndObject();
        out.writeArrayFieldStart("outputs");
        for (Output output : outputs) {
            output(out, output);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void output(JsonGenerator out, Output output) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", output.name());
        out.writeStringField("datatype", output.tensor().datatype().name());
        output.tensor().writeShape(out);
        if (output.binary().isPresent()) {
            out.writeObjectFieldStart("parameters");
            out.writeNumberField("binary_data_size", output.binary().get().length);
            out.writeEndObject();
        } else {
            output.tensor().writeData(out);
        }
        out.writeEndObject();
    }

    private static byte[] joined(byte[] json, List<byte[]> binary) {
        int length = json.length;
        for (byte[] part : binary) {
            length += part.length;
        }
        byte[] whole = new byte[length];
        System.arraycopy(json, 0, whole, 0, json.length);
        int at = json.length;
        for (byte[] part : binary) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }
}
