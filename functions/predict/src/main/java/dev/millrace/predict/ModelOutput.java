package dev.millrace.predict;

import dev.millrace.document.InvalidInput;
import dev.millrace.document.Strings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a model gives in the standard form, one row a question. */
enum ModelOutput {
    /** The most probable label. */
    LABEL("label", Datatype.BYTES),
    /** Of all labels, in their order. */
    PROBABILITIES("probabilities", Datatype.FP64),
    /** Names the prediction, for feedback on it. */
    PREDICTION_ID("prediction_id", Datatype.BYTES),
    /** Why, as JSON; on request only. */
    EXPLANATION("explanation", Datatype.BYTES);

    /** What is given when nothing is named. */
    static final List<ModelOutput> BY_DEFAULT = List.of(LABEL, PROBABILITIES, PREDICTION_ID);

    private static final Map<String, ModelOutput> BY_TITLE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ModelOutput::title, output -> output));

    private final String title;
    private final Datatype datatype;

    ModelOutput(String title, Datatype datatype) {
        this.title = title;
        this.datatype = datatype;
    }

    /** Throws {@link InvalidInput} for any other name. */
    static ModelOutput of(String name, String field) {
        ModelOutput output = BY_TITLE.get(name);
        if (output == null) {
            throw InvalidInput.field(
                    field,
                    "is '" + Strings.shown(name) + "', which the model does not give: expected one of "
                            + Arrays.stream(values()).map(ModelOutput::title).toList());
        }
        return output;
    }

    /** Its name on the wire. */
    String title() {
        return title;
    }

    Datatype datatype() {
        return datatype;
    }
}
