package dev.millrace.predict;

import dev.millrace.document.InvalidInput;
import io.micronaut.http.HttpHeaders;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The headers of the binary tensor extension. */
final class InferHeaders {
    /** Bytes of the JSON before the binary data, counted after decompression. */
    static final String JSON_LENGTH = "Inference-Header-Content-Length";

    static final String MODEL_VERSION = "Model-Version";

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

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
        if (!NUMBER.matcher(value).matches() || Integer.parseInt(value) > bodyLength) {
            throw InvalidInput.malformed("the header " + JSON_LENGTH + " is wrong: expected a number from 0 to "
                    + bodyLength + ", the bytes of the body");
        }
        return OptionalInt.of(Integer.parseInt(value));
    }
}
