package dev.millrace.predict;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes an answer as JSON, straight to its bytes. */
final class JsonBytes {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int USUAL = 512;

    private JsonBytes() {}

    /** Writes one value. */
    interface Value {
        void write(JsonGenerator out) throws IOException;
    }

    /** UTF-8. */
    static byte[] of(Value value) {
        ByteArrayBuilder bytes = new ByteArrayBuilder(USUAL);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            value.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: the bytes stay in memory", e);
        }
        return bytes.toByteArray();
    }
}
