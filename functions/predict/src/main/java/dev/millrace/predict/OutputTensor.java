package dev.millrace.predict;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.classifier.Prediction;
import dev.millrace.classifier.Prediction.Ranked;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One output of an answer: strings or numbers, row by row, for JSON or as binary data. */
sealed interface OutputTensor {

    /** Numbers a row; each row has as many. */
    record Numbers(int columns, List<double[]> rows) implements OutputTensor {}

    /** @param columns strings a row; 0: one, in a shape of one dimension */
    record Texts(int columns, List<String> elements) implements OutputTensor {}

    /** @param classes how many of the most probable labels to give instead of numbers; 0: the numbers */
    static OutputTensor of(ModelOutput output, int classes, List<Answer> answers) {
        return switch (output) {
            case LABEL -> texts(answers, answer -> answer.prediction().label());
            case PREDICTION_ID -> texts(answers, answer -> answer.id().toString());
            case EXPLANATION ->
                texts(
                        answers,
                        answer -> new String(JsonBytes.of(out -> PredictionWriter.explanation(out, answer)), UTF_8));
            case PROBABILITIES -> classes > 0 ? classes(answers, classes) : numbers(answers);
        };
    }

    default Datatype datatype() {
        return this instanceof Numbers ? Datatype.FP64 : Datatype.BYTES;
    }

    /** The members {@code shape} and {@code data}. */
    default void writeShape(JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("shape");
        switch (this) {
            case Numbers numbers -> {
                out.writeNumber(numbers.rows().size());
                out.writeNumber(numbers.columns());
            }
            case Texts texts -> {
                out.writeNumber(texts.elements().size() / Math.max(1, texts.columns()));
                if (texts.columns() > 0) {
                    out.writeNumber(texts.columns());
                }
            }
        }
        out.writeEndArray();
    }

    /** The member {@code data}, flat. */
    default void writeData(JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("data");
        switch (this) {
            case Numbers numbers -> {
                for (double[] row : numbers.rows()) {
                    for (double number : row) {
                        out.writeNumber(number);
                    }
                }
            }
            case Texts texts -> {
                for (String element : texts.elements()) {
                    out.writeString(element);
                }
            }
        }
        out.writeEndArray();
    }

    /** The binary form: little-endian; strings each behind their length of 4 bytes. */
    default byte[] bytes() {
        return switch (this) {
            case Numbers numbers -> {
                byte[] array = new byte[numbers.rows().size() * numbers.columns() * Double.BYTES];
                ByteBuffer bytes = littleEndian(array);
                numbers.rows().forEach(row -> {
                    for (double number : row) {
                        bytes.putDouble(number);
                    }
                });
                yield array;
            }
            case Texts texts -> {
                List<byte[]> utf8 = new ArrayList<>(texts.elements().size());
                int length = 0;
                for (String element : texts.elements()) {
                    byte[] bytes = element.getBytes(UTF_8);
                    length += Integer.BYTES + bytes.length;
                    utf8.add(bytes);
                }
                byte[] array = new byte[length];
                ByteBuffer bytes = littleEndian(array);
                utf8.forEach(text -> bytes.putInt(text.length).put(text));
                yield array;
            }
        };
    }

    private static ByteBuffer littleEndian(byte[] array) {
        return ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static OutputTensor texts(List<Answer> answers, Function<Answer, String> text) {
        List<String> elements = new ArrayList<>(answers.size());
        answers.forEach(answer -> elements.add(text.apply(answer)));
        return new Texts(0, elements);
    }

    private static OutputTensor numbers(List<Answer> answers) {
        List<double[]> rows = new ArrayList<>(answers.size());
        answers.forEach(answer -> rows.add(answer.prediction().probabilities()));
        return new Numbers(rows.getFirst().length, rows);
    }

    /** As the classification extension has it: {@code value:index:label}, the most probable first. */
    private static OutputTensor classes(List<Answer> answers, int classes) {
        Prediction first = answers.getFirst().prediction();
        int columns = Math.min(classes, first.labels().size());
        List<String> elements = answers.stream()
                .flatMap(answer -> answer.prediction().top(columns).stream().map(ranked -> shown(first, ranked)))
                .toList();
        return new Texts(columns, elements);
    }

    private static String shown(Prediction prediction, Ranked ranked) {
        return (float) ranked.probability() + ":" + prediction.labels().indexOf(ranked.label()) + ":" + ranked.label();
    }
}
