package dev.millrace.predict;

import dev.millrace.document.InvalidInput;
import io.micronaut.http.HttpHeaders;
import java.util.List;
import java.util.OptionalInt;

/** The headers of the binary tensor extension. */
final class InferHeaders {
    /** Bytes of the JSON before the binary data, counted after decompression. */
    static final String JSON_LENGTH = "Inference-Header-Content-Length";

    static final String MODEL_VERSION = "Model-Version";

    /** More could not be a length of a body, nor fit an int. */
    private static final int MOST_DIGITS = 9;

    private InferHeaders() {}

    /**
     * How long the JSON is; none: the whole body is JSON. 0: there is no JSON, the body is the one input.
     *
     * @throws InvalidInput when it is no number from 0 to the length of the body
     */
    static OptionalInt jsonLength(HttpHeaders headers, int bodyLength) {
        List<String> values = headers.getAll(JSON_LENGTH);
        if (values.isEmpty()) {
            return OptionalInt.empty();
        }
        String value = values.getFirst();
        if (values.size() > 1) {
            throw InvalidInput.malformed(
                    "the header " + JSON_LENGTH + " is there " + values.size() + " times: expected it once");
        }
        if (!isNumber(value) || Integer.parseInt(value) > bodyLength) {
            throw InvalidInput.malformed("the header " + JSON_LENGTH + " is wrong: expected a number from 0 to "
                    + bodyLength + ", the bytes of the body");
        }
        return OptionalInt.of(Integer.parseInt(value));
    }

    private static boolean isNumber(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return !value.isEmpty() && value.length() <= MOST_DIGITS;
    }
}
