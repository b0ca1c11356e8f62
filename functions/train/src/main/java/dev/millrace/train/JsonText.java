package dev.millrace.train;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * Writes maps, collections, strings, numbers and booleans as JSON, in the order they have. A member that is an empty
 * {@link Optional} is left out; a number that is not finite becomes null.
 */
final class JsonText {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonText() {}

    /** JSON that is written as it is. */
    record Raw(String json) {}

    static String of(Map<String, ?> object) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            write(out, object);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: the text stays in memory", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator out, Object value) throws IOException {
        switch (value) {
            case Map<?, ?> map -> writeObject(out, map);
            case Iterable<?> list -> writeList(out, list);
            case Raw raw -> out.writeRawValue(raw.json());
            case Optional<?> some -> write(out, some.orElseThrow());
            case Double number -> writeDouble(out, number);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case Boolean flag -> out.writeBoolean(flag);
            case String string -> out.writeString(string);
            default -> throw new IllegalArgumentException("no JSON form for " + value.getClass());
        }
    }

    private static void writeDouble(JsonGenerator out, double number) throws IOException {
        if (Double.isFinite(number)) {
            out.writeNumber(number);
        } else {
            out.writeNull();
        }
    }

    private static void writeObject(JsonGenerator out, Map<?, ?> map) throws IOException {
        out.writeStartObject();
        for (Map.Entry<?, ?> member : map.entrySet()) {
            if (!member.getValue().equals(Optional.empty())) {
                out.writeFieldName((String) member.getKey());
                write(out, member.getValue());
            }
        }
        out.writeEndObject();
    }

    private static void writeList(JsonGenerator out, Iterable<?> list) throws IOException {
        out.writeStartArray();
        for (Object element : list) {
            write(out, element);
        }
        out.writeEndArray();
    }
}
