package dev.millrace.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentCodecTest {

    @Test
    void wireForm_isOneLineOfJsonWithItsSchema() {
        Document document = new Document(
                new DocumentId("d1"),
                new ModelName("spam"),
                new Content.Text("Größe \"L\"\n"),
                Optional.of("ham"),
                Optional.of("imap"));
        assertThat(new String(DocumentCodec.writeWire(document), UTF_8))
                .isEqualTo("{\"schema\":1,\"id\":\"d1\",\"model\":\"spam\",\"text\":\"Größe \\\"L\\\"\\n\","
                        + "\"label\":\"ham\",\"source\":\"imap\"}");
    }

    @Test
    void wireFormOfFeatures_isSortedByName() {
        Document document = new Document(
                new DocumentId("d1"),
                new ModelName("iris"),
                new Content.Features(
                        Map.of("width", new FeatureValue.Numeric(1.5), "colour", new FeatureValue.Categorical("rot"))),
                Optional.empty(),
                Optional.empty());
        assertThat(new String(DocumentCodec.writeWire(document), UTF_8))
                .isEqualTo(
                        "{\"schema\":1,\"id\":\"d1\",\"model\":\"iris\",\"features\":{\"colour\":\"rot\",\"width\":1.5}}");
    }

    @Test
    void question_hasModelAndContentOnly() {
        Document document = new Document(
                new DocumentId("d1"),
                new ModelName("spam"),
                new Content.Text("a"),
                Optional.of("ham"),
                Optional.empty());
        assertThat(new String(DocumentCodec.writeQuestion(document), UTF_8))
                .isEqualTo("{\"model\":\"spam\",\"text\":\"a\"}");
    }

    @Test
    void requestWithoutId_getsTheIdThatIsGiven() {
        Document document = read("{\"model\":\"spam\",\"text\":\"a\"}");
        assertThat(document.id()).isEqualTo(new DocumentId("given"));
        assertThat(document.label()).isEmpty();
    }

    @Test
    void requestWithIdAndLabelOnly_isALabellingRevision() {
        Document document = read("{\"model\":\"spam\",\"id\":\"d1\",\"label\":\"ham\",\"text\":null}");
        assertThat(document.content()).isEqualTo(new Content.None());
        assertThat(document.key()).isEqualTo("spam/d1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"model\":\"spam\"}|no-content|text is missing",
                "{\"model\":\"spam\",\"id\":\"d\"}|no-content|text is missing",
                "{\"model\":\"spam\",\"label\":\"ham\"}|no-content|id is missing",
                "{\"model\":\"spam\",\"text\":\"a\",\"features\":{\"b\":1}}|two-contents|features stands beside text",
                "{\"text\":\"a\"}|invalid-model|model is missing: expected a string",
                "{\"model\":\"Spam\",\"text\":\"a\"}|invalid-model|model 'Spam' is no model name",
                "{\"model\":\"spam\",\"text\":7}|invalid-text|text is a number: expected a string",
                "{\"model\":\"spam\",\"text\":\"\\ud800\"}|invalid-text|text holds half a surrogate pair at position 0",
                "{\"model\":\"spam\",\"text\":\"a\",\"label\":\" \"}|invalid-label|label is empty",
                "{\"model\":\"spam\",\"text\":\"a\",\"id\":\"a\\u0007\"}|invalid-id|id holds a control character at position 1",
                "{\"model\":\"iris\",\"features\":{}}|invalid-features|features is empty",
                "{\"model\":\"iris\",\"features\":{\"a\":true}}|wrong-feature-type|features.a is a boolean",
                "{\"model\":\"spam\",\"text\":\"a\",\"txet\":\"b\"}|unknown-field|txet is not known",
                "{\"model\":\"spam\",\"text\":\"a\",\"schema\":1}|unknown-field|schema is not known",
            })
    void requestThatBreaksARule_namesTheField(String request, String code, String sentence) {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> read(request))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .withMessageStartingWith(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"id\":\"d\",\"model\":\"spam\",\"text\":\"a\"}|no-schema",
                "{\"schema\":2,\"id\":\"d\",\"model\":\"spam\",\"text\":\"a\",\"new\":1}|unknown-schema",
                "{\"schema\":1,\"model\":\"spam\",\"text\":\"a\"}|invalid-id",
                "{\"schema\":1,\"id\":\"d\",\"model\":\"spam\",\"text\":\"a\",\"new\":1}|unknown-field",
                "[1]|malformed",
            })
    void recordThatBreaksARule_hasTheCodeForItsDeadLetter(String record, String code) {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> DocumentCodec.readWire(record.getBytes(UTF_8)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    private static Document read(String request) {
        return DocumentCodec.readRequest(request.getBytes(UTF_8), () -> new DocumentId("given"));
    }
}
