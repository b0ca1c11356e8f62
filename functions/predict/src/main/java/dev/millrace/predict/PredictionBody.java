package dev.millrace.predict;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.classifier.Explanation;
import dev.millrace.classifier.Prediction;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A prediction as JSON. */
@Serdeable.Serializable
record PredictionBody(
        String id,
        String model,
        @JsonProperty("model_version") String modelVersion,
        String label,
        Map<String, Double> probabilities,
        Optional<List<RankedBody>> top,
        Optional<ExplanationBody> explanation) {

    @Serdeable.Serializable
    record Many(List<PredictionBody> predictions) {
        static Many of(List<Answer> answers) {
            return new Many(answers.stream().map(PredictionBody::of).toList());
        }
    }

    @Serdeable.Serializable
    record RankedBody(String label, double probability) {}

    /** @param score the bias and all contributions sum to it */
    @Serdeable.Serializable
    record ExplanationBody(
            String label, double probability, double score, double bias, List<ContributionBody> contributions) {}

    @Serdeable.Serializable
    record ContributionBody(String feature, double contribution) {}

    static PredictionBody of(Answer answer) {
        Prediction prediction = answer.prediction();
        return new PredictionBody(
                answer.id().toString(),
                answer.version().model().value(),
                Integer.toString(answer.version().version()),
                prediction.label(),
                prediction.byLabel(),
                answer.top() == 0 ? Optional.empty() : Optional.of(ranked(prediction, answer.top())),
                answer.explanation().map(explanation -> explained(explanation, prediction)));
    }

    private static List<RankedBody> ranked(Prediction prediction, int top) {
        return prediction.top(top).stream()
                .map(ranked -> new RankedBody(ranked.label(), ranked.probability()))
                .toList();
    }

    private static ExplanationBody explained(Explanation explanation, Prediction prediction) {
        return new ExplanationBody(
                explanation.label(),
                prediction.probabilities()[prediction.labels().indexOf(explanation.label())],
                explanation.score(),
                explanation.bias(),
                explanation.contributions().stream()
                        .map(c -> new ContributionBody(c.feature(), c.contribution()))
                        .toList());
    }
}
