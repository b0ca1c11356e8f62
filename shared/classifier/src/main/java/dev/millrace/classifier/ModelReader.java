package dev.millrace.classifier;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link ModelWriter} wrote. Trusts nothing: a length is held against the bytes that are left before anything
 * is allocated, and a number against its bounds; what does not fit is a {@link CorruptModelException}.
 */
final class ModelReader {
    /** No regularised weight comes near it, and sums of what is below are finite, so that an answer is a probability. */
    private static final float MOST = 1e15f;

    private final ByteBuffer in;

    ModelReader(ByteBuffer in) {
        this.in = in;
    }

    /** A whole number from {@code least} to {@code most}. */
    int number(String what, int least, int most) {
        long value = step(what);
        if (value < least || value > most) {
            throw new CorruptModelException(
                    "The model says " + value + " for " + what + ": expected " + least + " to " + most + ".");
        }
        return (int) value;
    }

    /** A whole number of 32 bits without a sign. */
    long step(String what) {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            require(what, 1);
            byte group = in.get();
            value |= (long) (group & 0x7f) << shift;
            if (group >= 0) {
                return value;
            }
        }
        throw new CorruptModelException("The model's number of " + what + " does not end.");
    }

    /** How many elements follow, of at least {@code bytesEach} bytes. */
    int count(String what, int least, int bytesEach) {
        int count = number(what, least, Integer.MAX_VALUE);
        require(what, (long) count * bytesEach);
        return count;
    }

    String string(String what) {
        int length = count(what, 0, 1);
        ByteBuffer utf8 = in.slice(in.position(), length);
        in.position(in.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new CorruptModelException("The model's " + what + " is not UTF-8.");
        }
    }

    double real(String what) {
        require(what, 8);
        double value = in.getDouble();
        if (!Double.isFinite(value)) {
            throw new CorruptModelException("The model's " + what + " is no finite number.");
        }
        return value;
    }

    double[] reals(String what, int count) {
        require(what, 8L * count);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = real(what);
        }
        return values;
    }

    float[] floats(String what, long count) {
        require(what, 4 * count);
        float[] values = new float[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.getFloat();
            if (!(Math.abs(values[i]) <= MOST)) { // so is a NaN's
                throw new CorruptModelException(
                        "The model's " + what + " holds what is no finite number up to " + MOST + ".");
            }
        }
        return values;
    }

    void end() {
        if (in.hasRemaining()) {
            throw new CorruptModelException("The model has " + in.remaining() + " bytes more than it says.");
        }
    }

    private void require(String what, long bytes) {
        if (bytes > in.remaining()) {
            throw new CorruptModelException("The model ends too early: " + what + " takes " + bytes + " bytes, "
                    + in.remaining() + " are left.");
        }
    }
}
