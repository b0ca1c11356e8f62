package dev.millrace.predict;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.classifier.Explanation;
import dev.millrace.classifier.Explanation.Contribution;
import dev.millrace.classifier.Prediction;
import dev.millrace.classifier.Prediction.Ranked;
import java.io.IOException;
import java.util.List;

/** Answers in the simple form, as JSON. */
final class PredictionWriter {
    private PredictionWriter() {}

    /** One prediction. */
    static byte[] one(Answer answer) {
        return JsonBytes.of(out -> write(out, answer));
    }

    /** {@code {"predictions": [...]}}, in the order of the answers. */
    static byte[] many(List<Answer> answers) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            predictions(out, answers);
            out.writeEndObject();
        });
    }

    /** Also {@code "explanations"}, one a prediction, for clients that look for them there. */
    static byte[] explained(List<Answer> answers) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            predictions(out, answers);
            out.writeArrayFieldStart("explanations");
            for (Answer answer : answers) {
                explanation(out, answer);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    /** The explanation of an answer that has one. */
    static void explanation(JsonGenerator out, Answer answer) throws IOException {
        Explanation explanation = answer.explanation().orElseThrow();
        Prediction prediction = answer.prediction();
        out.writeStartObject();
        out.writeStringField("label", explanation.label());
        out.writeNumberField("probability", prediction.probabilities()[prediction.best()]);
        out.writeNumberField("score", explanation.score());
        out.writeNumberField("bias", explanation.bias());
        out.writeArrayFieldStart("contributions");
        for (Contribution contribution : explanation.contributions()) {
            out.writeStartObject();
            out.writeStringField("feature", contribution.feature());
            out.writeNumberField("contribution", contribution.contribution());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void predictions(JsonGenerator out, List<Answer> answers) throws IOException {
        out.writeArrayFieldStart("predictions");
        for (Answer answer : answers) {
            write(out, answer);
        }
        out.writeEndArray();
    }

    private static void write(JsonGenerator out, Answer answer) throws IOException {
        Prediction prediction = answer.prediction();
        out.writeStartObject();
        out.writeStringField("id", answer.id().toString());
        out.writeStringField("model", answer.version().model().value());
        out.writeStringField("model_version", answer.version().name());
        out.writeStringField("label", prediction.label());
        out.writeObjectFieldStart("probabilities");
        for (int i = 0; i < prediction.probabilities().length; i++) {
            out.writeNumberField(prediction.labels().get(i), prediction.probabilities()[i]);
        }
        out.writeEndObject();
        if (answer.top() > 0) {
            top(out, prediction.top(answer.top()));
        }
        if (answer.explanation().isPresent()) {
            out.writeFieldName("explanation");
            explanation(out, answer);
        }
        out.writeEndObject();
    }

    private static void top(JsonGenerator out, List<Ranked> best) throws IOException {
        out.writeArrayFieldStart("top");
        for (Ranked ranked : best) {
            out.writeStartObject();
            out.writeStringField("label", ranked.label());
            out.writeNumberField("probability", ranked.probability());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
