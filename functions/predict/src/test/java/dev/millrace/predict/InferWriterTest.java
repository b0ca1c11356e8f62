package dev.millrace.predict;

import static dev.millrace.predict.SmallModels.SPAM;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.Content;
import dev.millrace.document.InvalidInput;
import dev.millrace.predict.InferRequest.InputTensor;
import dev.millrace.predict.InferRequest.OutputWish;
import dev.millrace.predict.InferWriter.InferBody;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InferWriterTest {
    private static final UUID ID = new UUID(1, 2);

    private final LoadedVersion version = SmallModels.loaded(SPAM, 7);

    @Test
    void requestThatNamesNoOutputs_getsThoseByDefault_inItsForm() {
        assertThat(InferWriter.wishes(request(true)))
                .containsExactly(
                        new OutputWish("label", true, 0),
                        new OutputWish("probabilities", true, 0),
                        new OutputWish("prediction_id", true, 0));
    }

    @Test
    void outputThatNoModelGives_isRefused() {
        assertThatThrownBy(() -> InferWriter.wishes(request(false, new OutputWish("logits", false, 0))))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("outputs[0].name is 'logits'")
                .hasMessageContaining("[label, probabilities, prediction_id, explanation]");
    }

    @Test
    void classesOfAnotherOutputThanTheProbabilities_areRefused() {
        assertThatThrownBy(() -> InferWriter.wishes(request(false, new OutputWish("label", false, 1))))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("outputs[0].parameters.classification ");
    }

    @Test
    void answerInJson_isOneObject() {
        InferBody body = write(List.of(new OutputWish("label", false, 0), new OutputWish("prediction_id", false, 0)));

        assertThat(body.jsonLength()).isEqualTo(-1);
        assertThat(json(body, body.bytes().length))
                .isEqualTo("{\"id\":\"x\",\"model_name\":\"spam\",\"model_version\":\"7\","
                        + "\"parameters\":{\"model_version\":\"7\"},\"outputs\":["
                        + "{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[2],\"data\":[\"spam\",\"ham\"]},"
                        + "{\"name\":\"prediction_id\",\"datatype\":\"BYTES\",\"shape\":[2],\"data\":[\"" + ID + "\",\""
                        + ID
                        + "\"]}]}");
    }

    @Test
    void probabilities_areRowsOfLabels() {
        InferBody body = write(List.of(new OutputWish("probabilities", false, 0)));

        assertThat(json(body, body.bytes().length))
                .containsPattern("\"datatype\":\"FP64\",\"shape\":\\[2,2],\"data\":\\[([0-9.E-]+,){3}[0-9.E-]+]");
    }

    @Test
    void classes_areValueIndexAndLabel_theMostProbableFirst() {
        InferBody one = write(List.of(new OutputWish("probabilities", false, 1)));
        InferBody more = write(List.of(new OutputWish("probabilities", false, Integer.MAX_VALUE)));

        assertThat(json(one, one.bytes().length))
                .containsPattern(
                        "\"datatype\":\"BYTES\",\"shape\":\\[2,1],\"data\":\\[\"0[0-9.]+:1:spam\",\"0[0-9.]+:0:ham\"]");
        assertThat(json(more, more.bytes().length)).contains("\"shape\":[2,2]");
    }

    @Test
    void binaryOutputs_followTheJsonInTheirOrder() {
        InferBody body = write(List.of(
                new OutputWish("probabilities", true, 0),
                new OutputWish("prediction_id", false, 0),
                new OutputWish("label", true, 0)));
        String json = json(body, body.jsonLength());
        ByteBuffer tail = ByteBuffer.wrap(body.bytes(), body.jsonLength(), body.bytes().length - body.jsonLength())
                .order(ByteOrder.LITTLE_ENDIAN);

        assertThat(json)
                .contains("\"shape\":[2,2],\"parameters\":{\"binary_data_size\":32}}")
                .contains("\"shape\":[2],\"parameters\":{\"binary_data_size\":15}}")
                .contains("\"prediction_id\",\"datatype\":\"BYTES\",\"shape\":[2],\"data\":[");
        assertThat(tail.getDouble() + tail.getDouble()).isBetween(1 - 1e-9, 1 + 1e-9);
        assertThat(tail.getDouble() + tail.getDouble()).isBetween(1 - 1e-9, 1 + 1e-9);
        assertThat(element(tail)).isEqualTo("spam");
        assertThat(element(tail)).isEqualTo("ham");
        assertThat(tail.hasRemaining()).isFalse();
    }

    @Test
    void explanation_isJsonWithinAString() {
        InferBody body = write(List.of(new OutputWish("explanation", false, 0)));

        assertThat(json(body, body.bytes().length))
                .contains("\"data\":[\"{\\\"label\\\":\\\"spam\\\",\\\"probability\\\":0.")
                .contains("\\\"contributions\\\":[{\\\"feature\\\":\\\"");
    }

    @Test
    void requestWithoutAnId_getsNone() {
        InferBody body = InferWriter.write(Optional.empty(), List.of(new OutputWish("label", false, 0)), answers());

        assertThat(json(body, body.bytes().length)).startsWith("{\"model_name\":");
    }

    private InferBody write(List<OutputWish> wishes) {
        return InferWriter.write(Optional.of("x"), wishes, answers());
    }

    private List<Answer> answers() {
        return List.of(answer("claim your free prize now"), answer("please read the agenda"));
    }

    private Answer answer(String text) {
        Content content = new Content.Text(text);
        return new Answer(
                ID,
                version,
                version.classifier().predict(content),
                0,
                Optional.of(version.classifier().explain(content)));
    }

    private static InferRequest request(boolean binary, OutputWish... wishes) {
        InputTensor text = new InputTensor("text", Datatype.BYTES, List.of("a"));
        return new InferRequest(Optional.empty(), 0, List.of(text), List.of(wishes), binary);
    }

    private static String json(InferBody body, int length) {
        return new String(body.bytes(), 0, length, UTF_8);
    }

    private static String element(ByteBuffer tail) {
        byte[] element = new byte[tail.getInt()];
        tail.get(element);
        return new String(element, UTF_8);
    }
}
