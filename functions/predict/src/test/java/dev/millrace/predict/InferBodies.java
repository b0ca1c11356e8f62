package dev.millrace.predict;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Bodies of inference requests, written as a client writes them: independently of what reads them. */
final class InferBodies {
    private InferBodies() {}

    /** How the data of a column go. */
    enum Form {
        FLAT,
        NESTED,
        BINARY
    }

    /**
     * One input.
     *
     * @param values one a row: strings, booleans, {@code BigInteger} for whole numbers, doubles that the type can hold
     */
    record Column(String name, Datatype datatype, Form form, List<Object> values) {

        /** What a reader makes of it. */
        List<Object> elements() {
            return values.stream()
                    .map(value -> value instanceof BigInteger whole ? (Object) whole.doubleValue() : value)
                    .toList();
        }

        byte[] bytes() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            values.forEach(value -> out.writeBytes(bytes(value)));
            return out.toByteArray();
        }

        private byte[] bytes(Object value) {
            if (value instanceof String text) {
                byte[] utf8 = text.getBytes(UTF_8);
                return littleEndian(4 + utf8.length)
                        .putInt(utf8.length)
                        .put(utf8)
                        .array();
            }
            if (value instanceof Boolean bool) {
                return new byte[] {(byte) (bool ? 1 : 0)};
            }
            if (value instanceof BigInteger whole) {
                byte[] wide = littleEndian(8).putLong(whole.longValue()).array();
                return Arrays.copyOf(wide, datatype.size());
            }
            double number = (Double) value;
            return switch (datatype) {
                case FP16 ->
                    littleEndian(2)
                            .putShort(Float.floatToFloat16((float) number))
                            .array();
                case BF16 ->
                    littleEndian(2)
                            .putShort((short) (Float.floatToIntBits((float) number) >>> 16))
                            .array();
                case FP32 -> littleEndian(4).putFloat((float) number).array();
                default -> littleEndian(8).putDouble(number).array();
            };
        }
    }

    /** @param jsonLength bytes of the JSON at the beginning */
    record Body(byte[] bytes, int jsonLength) {}

    static Body of(String id, List<Column> columns) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(JsonBytes.of(out -> {
            out.writeStartObject();
            out.writeStringField("id", id);
            out.writeArrayFieldStart("inputs");
            for (Column column : columns) {
                write(out, column);
            }
            out.writeEndArray();
            out.writeArrayFieldStart("outputs");
            out.writeStartObject();
            out.writeStringField("name", "probabilities");
            out.writeObjectFieldStart("parameters");
            out.writeNumberField("classification", 2);
            out.writeEndObject();
            out.writeEndObject();
            out.writeEndArray();
            out.writeObjectFieldStart("parameters");
            out.writeBooleanField("binary_data_output", true);
            out.writeNumberField("timeout", 5_000_000);
            out.writeEndObject();
            out.writeEndObject();
        }));
        int jsonLength = whole.size();
        columns.stream()
                .filter(column -> column.form() == Form.BINARY)
                .forEach(column -> whole.writeBytes(column.bytes()));
        return new Body(whole.toByteArray(), jsonLength);
    }

    private static void write(JsonGenerator out, Column column) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", column.name());
        out.writeArrayFieldStart("shape");
        out.writeNumber(column.values().size());
        if (column.form() == Form.NESTED) {
            out.writeNumber(1);
        }
        out.writeEndArray();
        out.writeStringField("datatype", column.datatype().name());
        if (column.form() == Form.BINARY) {
            out.writeObjectFieldStart("parameters");
            out.writeNumberField("binary_data_size", column.bytes().length);
            out.writeEndObject();
        } else {
            out.writeArrayFieldStart("data");
            for (Object value : column.values()) {
                write(out, value, column.form() == Form.NESTED);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Object value, boolean nested) throws IOException {
        if (nested) {
            out.writeStartArray();
        }
        switch (value) {
            case String text -> out.writeString(text);
            case Boolean bool -> out.writeBoolean(bool);
            case BigInteger whole -> out.writeNumber(whole);
            default -> out.writeNumber((Double) value);
        }
        if (nested) {
            out.writeEndArray();
        }
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
