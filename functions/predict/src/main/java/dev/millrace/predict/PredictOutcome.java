package dev.millrace.predict;

import dev.millrace.document.ModelName;
import java.util.List;

/** What comes of a request whose questions are sound. */
sealed interface PredictOutcome {

    /** One answer a question, in the order of the questions. */
    record Answered(List<Answer> answers) implements PredictOutcome {}

    /** Nothing is loaded for that model; {@code why} is the sentence for the sender, with what to do. */
    record NoVersion(ModelName model, String why) implements PredictOutcome {}
}
