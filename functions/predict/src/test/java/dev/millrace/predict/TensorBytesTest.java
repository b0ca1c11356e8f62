package dev.millrace.predict;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.InvalidInput;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorBytesTest {

    @Test
    void tensors_areTakenOneAfterTheOther() {
        TensorBytes bytes = new TensorBytes(hex("7b7d 02000000 6869 00000000 0000c03f"), 2);

        assertThat(bytes.take(Datatype.BYTES, 2, 10, "inputs[0]")).containsExactly("hi", "");
        assertThat(bytes.take(Datatype.FP32, 1, 4, "inputs[1]")).containsExactly(1.5);
        bytes.requireEnd();
    }

    @Test
    void bytesThatNoTensorTakes_areRefused() {
        TensorBytes bytes = new TensorBytes(hex("0102"), 0);
        bytes.take(Datatype.UINT8, 1, 1, "inputs[0]");

        assertThatThrownBy(bytes::requireEnd)
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("1 bytes follow the last tensor");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            BYTES | 1 | 9          | 05000000 68656c6c    | 8 bytes are left
            BYTES | 1 | 2147483647 | 05000000 68656c6c6f  | 9 bytes are left
            BYTES | 1 | 3          | 050000               | at row 0 ends within the 4 bytes
            BYTES | 1 | 9          | 06000000 68656c6c6f  | at row 0 has 6 bytes by its length, and 5
            BYTES | 1 | 9          | ffffffff 68656c6c6f  | at row 0 has 4294967295 bytes by its length
            BYTES | 1 | 9          | 00000080 68656c6c6f  | at row 0 has 2147483648 bytes
            BYTES | 2 | 5          | 01000000 68          | at row 1 ends within
            BYTES | 1 | 9          | 01000000 68656c6c6f  | 4 bytes follow the last of 1 rows
            BYTES | 1 | 6          | 02000000 fffe        | at row 0 is not UTF-8
            BYTES | 1 | 7          | 03000000 eda080      | at row 0 is not UTF-8
            FP64  | 1 | 7          | 00000000000000       | expected 8, 1 times 8 bytes
            FP64  | 2 | 8          | 0000000000000000     | expected 16, 2 times 8 bytes
            INT16 | 1 | 0          | 00                   | expected 2
            FP64  | 1 | 8          | 000000000000f87f     | at row 0 is not finite
            FP32  | 1 | 4          | 0000807f             | at row 0 is not finite
            FP16  | 1 | 2          | 007c                 | at row 0 is not finite
            BF16  | 1 | 2          | c07f                 | at row 0 is not finite
            BOOL  | 2 | 2          | 0102                 | at row 1 is 2: expected a byte 0 or 1
            """)
    void bytesThatDoNotFit_areRefusedNamingTheInput(String type, int rows, int size, String hex, String expected) {
        assertThatThrownBy(() -> new TensorBytes(hex(hex), 0).take(Datatype.valueOf(type), rows, size, "inputs[3]"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("inputs[3]")
                .hasMessageContaining(expected);
    }

    @Test
    void replacementCharacterOfTheSender_isNoBrokenText() {
        byte[] utf8 = "a\ufffdb".getBytes(UTF_8);

        assertThat(TensorBytes.utf8(utf8, 0, utf8.length, "the body")).isEqualTo("a\ufffdb");
    }

    @Test
    void textsOfAllKinds_areTaken() {
        byte[] utf8 = "caf\u00e9 \ud83d\udca9 \0".getBytes(UTF_8);
        byte[] body = new byte[4 + utf8.length];
        body[0] = (byte) utf8.length;
        System.arraycopy(utf8, 0, body, 4, utf8.length);

        assertThat(new TensorBytes(body, 0).take(Datatype.BYTES, 1, body.length, "x"))
                .isEqualTo(List.of("caf\u00e9 \ud83d\udca9 \0"));
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
