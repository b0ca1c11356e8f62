package dev.millrace.predict;

import dev.millrace.document.InvalidInput;
import dev.millrace.document.Strings;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** The data types of the Open Inference Protocol, and what an element of each may be. */
enum Datatype {
    BOOL(1),
    UINT8(1, 0, 8),
    UINT16(2, 0, 16),
    UINT32(4, 0, 32),
    UINT64(8, 0, 64),
    INT8(1, 7, 7),
    INT16(2, 15, 15),
    INT32(4, 31, 31),
    INT64(8, 63, 63),
    FP16(2),
    BF16(2),
    FP32(4),
    FP64(8),
    BYTES(0);

    private final int size;
    private final BigInteger least;
    private final BigInteger most;

    Datatype(int size) {
        this.size = size;
        least = BigInteger.ONE;
        most = BigInteger.ZERO;
    }

    /** A whole number from {@code -2^negativeBits} (0: none is negative) to {@code 2^bits - 1}. */
    Datatype(int size, int negativeBits, int bits) {
        this.size = size;
        least = negativeBits == 0
                ? BigInteger.ZERO
                : BigInteger.ONE.shiftLeft(negativeBits).negate();
        most = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    }

    private static final Map<String, Datatype> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Datatype::name, type -> type));

    /** Throws {@link InvalidInput} for any other word. */
    static Datatype of(String word, String field) {
        Datatype type = BY_WORD.get(word);
        if (type == null) {
            throw InvalidInput.field(
                    field,
                    "is '" + Strings.shown(word) + "', which is no datatype of the protocol: expected one of "
                            + Arrays.toString(values()));
        }
        return type;
    }

    /** Bytes of an element in the binary form; 0: its length goes before it. */
    int size() {
        return size;
    }

    boolean isNumber() {
        return this != BOOL && this != BYTES;
    }

    /**
     * A JSON value as an element: a string, a boolean, or a finite double.
     *
     * @param value a {@code String}, {@code Boolean}, {@code Long}, {@code BigInteger} beyond that, or a {@code Double},
     *     which is no whole number
     */
    Object element(Object value, String field) {
        return switch (this) {
            case BYTES -> require(value instanceof String, value, field, "a string");
            case BOOL -> require(value instanceof Boolean, value, field, "true or false");
            case FP16, BF16 ->
                throw InvalidInput.field(field, "cannot be " + this + " in JSON: send it as binary data, or as FP32");
            case FP32, FP64 -> {
                require(value instanceof Number, value, field, "a number");
                double number = ((Number) value).doubleValue();
                yield finite(this == FP32 ? (float) number : number, field);
            }
            default -> {
                require(inRange(value), value, field, "a whole number from " + least + " to " + most);
                yield ((Number) value).doubleValue();
            }
        };
    }

    /** The next element of the binary form of a type of fixed size. */
    Object element(ByteBuffer littleEndian, String field) {
        return switch (this) {
            case BOOL -> {
                byte value = littleEndian.get();
                yield require(value == 0 || value == 1, value, field, "a byte 0 or 1") == Byte.valueOf((byte) 1);
            }
            case UINT8 -> (double) Byte.toUnsignedInt(littleEndian.get());
            case UINT16 -> (double) Short.toUnsignedInt(littleEndian.getShort());
            case UINT32 -> (double) Integer.toUnsignedLong(littleEndian.getInt());
            case UINT64 -> unsigned(littleEndian.getLong());
            case INT8 -> (double) littleEndian.get();
            case INT16 -> (double) littleEndian.getShort();
            case INT32 -> (double) littleEndian.getInt();
            case INT64 -> (double) littleEndian.getLong();
            case FP16 -> finite(Float.float16ToFloat(littleEndian.getShort()), field);
            case BF16 -> finite(Float.intBitsToFloat(littleEndian.getShort() << 16), field);
            case FP32 -> finite(littleEndian.getFloat(), field);
            case FP64 -> finite(littleEndian.getDouble(), field);
            case BYTES -> throw new IllegalArgumentException("an element of BYTES has no fixed size");
        };
    }

    private boolean inRange(Object value) {
        return switch (value) {
            case Long small -> inRange(BigInteger.valueOf(small));
            case BigInteger whole -> least.compareTo(whole) <= 0 && whole.compareTo(most) <= 0;
            default -> false;
        };
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : new BigInteger(Long.toUnsignedString(bits)).doubleValue();
    }

    private static double finite(double value, String field) {
        if (!Double.isFinite(value)) {
            throw InvalidInput.field(field, "is not finite in its datatype: expected a number");
        }
        return value;
    }

    private static Object require(boolean fits, Object value, String field, String expected) {
        if (!fits) {
            throw InvalidInput.field(field, "is " + shown(value) + ": expected " + expected);
        }
        return value;
    }

    private static String shown(Object value) {
        return value instanceof String ? "a string" : value.toString();
    }
}
