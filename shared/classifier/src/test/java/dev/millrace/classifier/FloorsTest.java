package dev.millrace.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.classifier.Evaluation.LabelEvaluation;
import dev.millrace.document.GateSettings;
import dev.millrace.document.GateSettings.LabelFloor;
import dev.millrace.document.GateSettings.Promote;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FloorsTest {
    private static final Evaluation EVALUATION = new Evaluation(
            20,
            0.9,
            0.85,
            0.3,
            0.05,
            Map.of("ham", new LabelEvaluation(15, 0.95, 0.9, 0.92), "spam", new LabelEvaluation(5, 0.8, 0.7, 0.75)),
            List.of("ham", "spam"),
            List.of(List.of(13, 2), List.of(1, 4)));

    private static final List<Example> HOLDOUT = Stream.concat(
                    Handmade.examples("ham", Handmade.around(0.2, 15)).stream(),
                    Handmade.examples("spam", Handmade.around(0.8, 5)).stream())
            .toList();

    @Test
    void figuresOnTheirFloors_hold() {
        assertThat(Floors.breaches(floors(5, 0.9, 0.85, 0.3, 0.05, 0.8, 0.7), EVALUATION, HOLDOUT))
                .isEmpty();
    }

    @Test
    void eachFloorThatDoesNotHold_isASentenceWithItsNumbers() {
        assertThat(Floors.breaches(floors(6, 0.91, 0.86, 0.29, 0.04, 0.81, 0.71), EVALUATION, HOLDOUT))
                .containsExactly(
                        "The holdout has 5 different documents of label 'spam', fewer than the 6 that min_holdout_per_label asks for.",
                        "Accuracy is 0.9000, below its floor of 0.91.",
                        "Macro-F1 is 0.8500, below its floor of 0.86.",
                        "Log loss is 0.3000, above its ceiling of 0.29.",
                        "Calibration error is 0.0500, above its ceiling of 0.04.",
                        "Precision of 'spam' is 0.8000, below its floor of 0.81.",
                        "Recall of 'spam' is 0.7000, below its floor of 0.71.");
    }

    @Test
    void labelWithAFloorThatNobodyHas_doesNotHold() {
        GateSettings settings = settings(1, Map.of("tax", new LabelFloor(Optional.empty(), Optional.of(0.5))));
        assertThat(Floors.breaches(settings, EVALUATION, HOLDOUT))
                .containsExactly("Recall of 'tax' is 0.0000, below its floor of 0.5.");
    }

    @Test
    void emptyHoldout_holdsNothing() {
        Evaluation none = new Evaluation(0, 0, 0, 0, 0, Map.of(), List.of(), List.of());
        assertThat(Floors.breaches(settings(1, Map.of()), none, List.of()))
                .containsExactly("The holdout is empty: nothing can be said about this version.");
    }

    private static GateSettings settings(int minRows, Map<String, LabelFloor> floors) {
        return new GateSettings(
                Promote.BETTER,
                0.05,
                0.01,
                minRows,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                floors);
    }

    private static GateSettings floors(
            int minRows, double accuracy, double f1, double loss, double error, double precision, double recall) {
        return new GateSettings(
                Promote.BETTER,
                0.05,
                0.01,
                minRows,
                Optional.of(accuracy),
                Optional.of(f1),
                Optional.of(loss),
                Optional.of(error),
                Map.of("spam", new LabelFloor(Optional.of(precision), Optional.of(recall))));
    }
}
