package dev.millrace.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

    @Test
    void fieldsOfEachType_areRead() {
        JsonObject json = parse(
                "{\"s\":\"a\",\"i\":7,\"d\":1.5,\"b\":true,\"l\":[{\"x\":1}],\"o\":{\"y\":2},\"t\":[\"a\",\"b\"],\"n\":null}");
        assertThat(json.requireString("s")).isEqualTo("a");
        assertThat(json.integer("i", 0, 9)).contains(7L);
        assertThat(json.number("d")).hasValue(1.5);
        assertThat(json.bool("b")).contains(true);
        assertThat(json.objects("l").orElseThrow().getFirst().integer("x", 0, 9))
                .contains(1L);
        assertThat(json.object("o").orElseThrow().integer("y", 0, 9)).contains(2L);
        assertThat(json.strings("t").orElseThrow()).containsExactly("a", "b");
        assertThat(json.names()).containsExactly("s", "i", "d", "b", "l", "o", "t", "n");
    }

    @Test
    void null_isAsGoodAsMissing() {
        JsonObject json = parse("{\"n\":null}");
        assertThat(json.has("n")).isFalse();
        assertThat(json.string("n")).isEmpty();
        assertThat(json.objects("n")).isEmpty();
        assertThat(json.number("n")).isEmpty();
    }

    /** The code is a metric's label and stands in logs: whoever chose it could make any number of series. */
    @ParameterizedTest
    @ValueSource(strings = {"Jane Doe", "Jane\u2028Doe", "Jane\u2029Doe", "Jane\u0085Doe", "\u2028", ""})
    void nameOfAFeature_isNotInTheCode(String name) {
        JsonObject document = parse("{\"features\":{\"" + name + "\":\"\"}}");

        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> document.features("features"))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("invalid-features"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"})
    void otherFormsOfUnicode_areRefused(String charset) {
        byte[] bytes = "{\"a\":1}".getBytes(Charset.forName(charset));
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> JsonObject.parse(bytes))
                .withMessageStartingWith("the body is not UTF-8");
    }

    @Test
    void byteOrderMarkOfUtf8_isLeftOut() {
        assertThat(parse("\ufeff{\"a\":1}").integer("a", 0, 9)).contains(1L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "|the body is empty: expected a JSON object",
                "[]|expected a JSON object, which begins with {",
                "7|expected a JSON object, which begins with {",
                "{\"a\":1|the JSON ends too early at column 7",
                "{'a':1}|no JSON at column 2",
                "{\"a\":1,\"a\":2}|no JSON at column 11: Duplicate field 'a'",
                "{\"a\":1} {}|more JSON follows the object, at column 9",
                "{\"a\":NaN}|no JSON at column 9: Non-standard token 'NaN'",
                "{\"a\":1e999}|a number too large for 64 bits",
                "{\"a\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}|JSON beyond its limits (16 levels deep",
            })
    void whatIsNoJsonObject_isRefusedWithThePosition(String json, String sentence) {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> parse(json == null ? "" : json))
                .withMessageStartingWith(sentence)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("enable", "(start"))
                .satisfies(e -> assertThat(e.code()).isEqualTo("malformed"))
                .satisfies(e -> assertThat(e.field()).isEmpty());
    }

    /** 700,000 names of one object took seconds, and hundreds of MiB. */
    @Test
    void moreThanAMillionTokens_areRefused() {
        StringBuilder many = new StringBuilder("{\"a\":0");
        for (int i = 0; i < 500_000; i++) {
            many.append(",\"").append(i).append("\":0");
        }
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> parse(many + "}"))
                .withMessageContaining("1000000 tokens");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"i\":\"7\"}|i is a string: expected a whole number",
                "{\"i\":1.5}|i is 1.5: expected a whole number from 0 to 9",
                "{\"i\":10}|i is 10: expected a whole number from 0 to 9",
                "{\"i\":99999999999999999999}|i is 1.0E20: expected a whole number from 0 to 9",
            })
    void whatIsNoNumberWithinBounds_isRefusedWithItsField(String json, String sentence) {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> parse(json).integer("i", 0, 9))
                .withMessage(sentence)
                .satisfies(e -> assertThat(e.field()).contains("i"));
    }

    @Test
    void elementOfAList_namesItsPlace() {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> parse("{\"l\":[{},7]}").objects("l"))
                .withMessage("l[1] is a number: expected an object");
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> parse("{\"l\":[{\"s\":1}]}")
                        .objects("l")
                        .orElseThrow()
                        .getFirst()
                        .string("s"))
                .withMessage("l[0].s is a number: expected a string");
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> parse("{\"t\":[\"a\",null]}").strings("t"))
                .withMessage("t[1] is null: expected a string");
    }

    @Test
    void unknownField_isRefusedWithTheKnownOnes() {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> parse("{\"b\":1,\"x\":2}").allow(Set.of("b", "a")))
                .withMessage("x is not known: expected [a, b]")
                .satisfies(e -> assertThat(e.code()).isEqualTo("unknown-field"));
    }

    @Test
    void bytesThatAreNoUtf8_areRefused() {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> JsonObject.parse(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
                .satisfies(e -> assertThat(e.code()).isEqualTo("malformed"));
    }

    @Test
    void sentenceWithin_beginsWithThePath() {
        InvalidInput inner = InvalidInput.field("text", "is empty");
        assertThat(inner.within("instances[3]").sentence()).isEqualTo("instances[3].text is empty");
        assertThat(inner.within("instances[3]").within("instances[3]").field()).contains("instances[3].text");
    }

    private static JsonObject parse(String json) {
        return JsonObject.parse(json.getBytes(UTF_8));
    }
}
