package dev.millrace.predict;

import dev.millrace.document.InvalidInput;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelDefinition.Kind;
import dev.millrace.predict.InferRequest.InputTensor;
import java.util.List;
import java.util.Optional;

/** A request without JSON: the body is the one input, a text; all outputs go back as binary data. */
final class RawInput {
    private RawInput() {}

    /** Throws {@link InvalidInput} for a model that reads more than one input, and for a body that is no text. */
    static InferRequest request(ModelDefinition model, byte[] body) {
        if (model.kind() != Kind.TEXT) {
            throw InvalidInput.malformed("a body without JSON is for models with one input, and model '" + model.name()
                    + "' reads " + ModelInputs.of(model).keySet());
        }
        String text = TensorBytes.utf8(body, 0, body.length, "the body");
        String input = ModelInputs.of(model).keySet().iterator().next();
        return new InferRequest(
                Optional.empty(), 0, List.of(new InputTensor(input, Datatype.BYTES, List.of(text))), List.of(), true);
    }
}
