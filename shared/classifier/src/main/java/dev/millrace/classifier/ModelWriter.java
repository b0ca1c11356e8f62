package dev.millrace.classifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Writes numbers and strings, big-endian, whole numbers in 7-bit groups (the smaller the shorter). */
final class ModelWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);

    /** Without a sign: a negative number is one of 2^31 and more. */
    void number(int value) {
        int rest = value;
        while (rest >>> 7 != 0) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    void string(String value) {
        byte[] utf8 = value.getBytes(UTF_8);
        number(utf8.length);
        out.writeBytes(utf8);
    }

    void real(double value) {
        long bits = Double.doubleToLongBits(value);
        bits((int) (bits >>> 32));
        bits((int) bits);
    }

    void reals(double[] values) {
        for (double value : values) {
            real(value);
        }
    }

    void floats(float[] values) {
        for (float value : values) {
            bits(Float.floatToIntBits(value));
        }
    }

    void bits(int value) {
        out.write(value >>> 24);
        out.write(value >>> 16);
        out.write(value >>> 8);
        out.write(value);
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
