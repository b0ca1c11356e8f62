package dev.millrace.predict;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.document.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/**
 * The binary data behind the JSON of a request: little-endian, without padding, tensor after tensor. An element of {@code
 * BYTES} is a length of 4 bytes and so many bytes.
 */
final class TensorBytes {
    private static final char REPLACEMENT = '\ufffd';

    private final byte[] body;
    private final ByteBuffer data;

    /** @param offset where the binary data begin in the body */
    TensorBytes(byte[] body, int offset) {
        this.body = body;
        data = ByteBuffer.wrap(body, offset, body.length - offset).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The next {@code size} bytes as {@code rows} elements; throws {@link InvalidInput} naming the input {@code at}. */
    List<Object> take(Datatype type, int rows, int size, String at) {
        String field = at + ".parameters.binary_data_size";
        if (size > data.remaining()) {
            throw InvalidInput.field(
                    field,
                    "is " + size + ", and " + data.remaining() + " bytes are left behind the JSON: is the header "
                            + InferHeaders.JSON_LENGTH + " missing, or the body cut off?");
        }
        if (type != Datatype.BYTES && size != (long) rows * type.size()) {
            throw InvalidInput.field(
                    field,
                    "is " + size + ": expected " + (long) rows * type.size() + ", " + rows + " times " + type.size()
                            + " bytes");
        }
        int end = data.position() + size;
        List<Object> elements = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            String element = at + " at row " + i;
            elements.add(type == Datatype.BYTES ? string(end, element) : type.element(data, element));
        }
        if (data.position() != end) {
            throw InvalidInput.field(
                    field,
                    "is " + size + ": " + (end - data.position()) + " bytes follow the last of " + rows + " rows");
        }
        return elements;
    }

    /** Nothing may be left. */
    void requireEnd() {
        if (data.hasRemaining()) {
            throw InvalidInput.malformed(data.remaining()
                    + " bytes follow the last tensor: expected as many as the inputs' binary_data_size say together");
        }
    }

    private String string(int end, String at) {
        if (end - data.position() < Integer.BYTES) {
            throw InvalidInput.field(at, "ends within the 4 bytes of its length");
        }
        long length = Integer.toUnsignedLong(data.getInt());
        if (length > end - data.position()) {
            throw InvalidInput.field(
                    at, "has " + length + " bytes by its length, and " + (end - data.position()) + " are left");
        }
        String text = utf8(body, data.position(), (int) length, at);
        data.position(data.position() + (int) length);
        return text;
    }

    /** Bytes that are UTF-8; throws {@link InvalidInput} for others. */
    static String utf8(byte[] bytes, int offset, int length, String at) {
        String text = new String(bytes, offset, length, UTF_8);
        // Only a text with this character may be one in which it stands for broken bytes.
        if (text.indexOf(REPLACEMENT) >= 0) {
            try {
                UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
            } catch (CharacterCodingException e) {
                throw InvalidInput.field(at, "is not UTF-8: expected text");
            }
        }
        return text;
    }
}
