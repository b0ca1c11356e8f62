package dev.millrace.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.InvalidInput;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatatypeTest {

    @ParameterizedTest
    @ValueSource(strings = {"STRING", "bytes", "INT128", "", "FP 64", "TYPE_FP64"})
    void otherWord_isRefusedNamingThoseThatAre(String word) {
        assertThatThrownBy(() -> Datatype.of(word, "inputs[0].datatype"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("inputs[0].datatype ")
                .hasMessageContaining("BOOL, UINT8");
    }

    @ParameterizedTest
    @CsvSource({
        "UINT8, 0, 255",
        "UINT16, 0, 65535",
        "UINT32, 0, 4294967295",
        "UINT64, 0, 18446744073709551615",
        "INT8, -128, 127",
        "INT16, -32768, 32767",
        "INT32, -2147483648, 2147483647",
        "INT64, -9223372036854775808, 9223372036854775807"
    })
    void wholeNumber_isTakenWithinItsRangeOnly(String type, BigInteger least, BigInteger most) {
        Datatype datatype = Datatype.valueOf(type);

        assertThat(datatype.element(json(least), "x")).isEqualTo(least.doubleValue());
        assertThat(datatype.element(json(most), "x")).isEqualTo(most.doubleValue());
        refuses(
                datatype,
                json(least.subtract(BigInteger.ONE)),
                "expected a whole number from " + least + " to " + most);
        refuses(datatype, json(most.add(BigInteger.ONE)), "expected a whole number from " + least + " to " + most);
        refuses(datatype, 1.5, "is 1.5: expected a whole number");
        refuses(datatype, "1", "is a string: expected a whole number");
        refuses(datatype, true, "is true: expected a whole number");
    }

    @Test
    void fraction_isTakenAsItsTypeHoldsIt() {
        assertThat(Datatype.FP64.element(0.1, "x")).isEqualTo(0.1);
        assertThat(Datatype.FP32.element(0.1, "x")).isEqualTo((double) 0.1f);
        assertThat(Datatype.FP64.element(7L, "x")).isEqualTo(7.0);
        assertThat(Datatype.FP64.element(BigInteger.TWO.pow(80), "x")).isEqualTo(0x1p80);
        refuses(Datatype.FP32, 1e39, "is not finite");
        refuses(Datatype.FP64, Double.POSITIVE_INFINITY, "is not finite");
        refuses(Datatype.FP64, "1.5", "is a string: expected a number");
        refuses(Datatype.FP64, false, "is false: expected a number");
    }

    @Test
    void halfPrecision_isForBinaryDataOnly() {
        refuses(Datatype.FP16, 1.5, "send it as binary data, or as FP32");
        refuses(Datatype.BF16, 1L, "send it as binary data, or as FP32");
    }

    @Test
    void textsAndBooleans_areThemselvesOnly() {
        assertThat(Datatype.BYTES.element("1", "x")).isEqualTo("1");
        assertThat(Datatype.BOOL.element(true, "x")).isEqualTo(true);
        refuses(Datatype.BYTES, 1L, "is 1: expected a string");
        refuses(Datatype.BYTES, true, "is true: expected a string");
        refuses(Datatype.BOOL, 1L, "is 1: expected true or false");
        refuses(Datatype.BOOL, "true", "is a string: expected true or false");
    }

    @ParameterizedTest
    @CsvSource({
        "UINT8, ff, 255",
        "UINT16, ffff, 65535",
        "UINT32, ffffffff, 4294967295",
        "UINT64, ffffffffffffffff, 18446744073709551615",
        "UINT64, 0000000000000080, 9223372036854775808",
        "INT8, 80, -128",
        "INT16, 0080, -32768",
        "INT32, 00000080, -2147483648",
        "INT64, 0000000000000080, -9223372036854775808",
        "INT64, 0100000000000000, 1",
        "FP16, 003e, 1.5",
        "FP16, 0100, 5.960464477539063E-8",
        "BF16, c03f, 1.5",
        "BF16, c0bf, -1.5",
        "FP32, 0000c03f, 1.5",
        "FP64, 000000000000f83f, 1.5",
        "FP64, 0100000000000000, 4.9E-324"
    })
    void binaryForm_isLittleEndian(String type, String hex, double expected) {
        assertThat(binary(Datatype.valueOf(type), hex)).isEqualTo(expected);
        assertThat(hex).hasSize(2 * Datatype.valueOf(type).size());
    }

    @Test
    void booleanByte_is0Or1() {
        assertThat(binary(Datatype.BOOL, "00")).isEqualTo(false);
        assertThat(binary(Datatype.BOOL, "01")).isEqualTo(true);
        assertThatThrownBy(() -> binary(Datatype.BOOL, "ff")).hasMessage("x is -1: expected a byte 0 or 1");
    }

    @Test
    void numbers_areAllButTextsAndBooleans() {
        assertThat(Datatype.BOOL.isNumber()).isFalse();
        assertThat(Datatype.BYTES.isNumber()).isFalse();
        assertThat(Datatype.BF16.isNumber()).isTrue();
        assertThat(Datatype.UINT8.isNumber()).isTrue();
    }

    private static Object binary(Datatype type, String hex) {
        return type.element(ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN), "x");
    }

    /** As the reader gives it: only what a long cannot hold is a big integer. */
    private static Object json(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private static void refuses(Datatype type, Object value, String expected) {
        assertThatThrownBy(() -> type.element(value, "x"))
                .as("%s as %s", value, type)
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("x ")
                .hasMessageContaining(expected);
    }
}
