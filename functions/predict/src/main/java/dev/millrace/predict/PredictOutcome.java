package dev.millrace.predict;

import dev.millrace.document.ModelName;
import java.util.List;

/** What comes of a request whose questions are sound. */
sealed interface PredictOutcome {

    /** The answers; throws the {@code Problem} (503) when there are none. */
    default List<Answer> answers() {
        return switch (this) {
            case Answered answered -> answered.all();
            case NoVersion none -> throw Versions.none(none.model(), none.why());
        };
    }

    /** One answer a question, in the order of the questions. */
    record Answered(List<Answer> all) implements PredictOutcome {}

    /** Nothing is loaded for that model; {@code why} is the sentence for the sender, with what to do. */
    record NoVersion(ModelName model, String why) implements PredictOutcome {}
}
