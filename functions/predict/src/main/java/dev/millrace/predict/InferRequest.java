package dev.millrace.predict;

import java.util.List;
import java.util.Optional;

/**
 * A request for inference by the Open Inference Protocol.
 *
 * @param id of the client's, given back
 * @param timeoutMicros how long it may wait before it is worked on; 0: for ever
 * @param inputs at least one, no name twice
 * @param outputs what is wanted, no name twice; empty: what the model gives by default
 * @param binaryOutputs whether outputs that say nothing of it go as binary data
 */
record InferRequest(
        Optional<String> id,
        long timeoutMicros,
        List<InputTensor> inputs,
        List<OutputWish> outputs,
        boolean binaryOutputs) {

    InferRequest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * One column of the rows that are asked about.
     *
     * @param elements one a row: strings of {@code BYTES}, booleans of {@code BOOL}, else doubles
     */
    record InputTensor(String name, Datatype datatype, List<Object> elements) {
        InputTensor {
            elements = List.copyOf(elements);
        }
    }

    /**
     * @param binary whether it goes as binary data
     * @param classes how many of the most probable labels are wanted instead of the numbers; 0: the numbers
     */
    record OutputWish(String name, boolean binary, int classes) {}
}
