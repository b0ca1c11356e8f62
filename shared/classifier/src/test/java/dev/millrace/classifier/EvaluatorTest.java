package dev.millrace.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.classifier.Evaluation.LabelEvaluation;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static final Offset<Double> EXACT = within(1e-12);

    @Test
    void fourRows_haveTheFiguresOfTheHand() {
        List<Example> holdout = new ArrayList<>(Handmade.examples("spam", 0.9, 0.4));
        holdout.addAll(Handmade.examples("ham", 0.2, 0.25));
        Evaluation evaluation = Evaluator.evaluate(Handmade.reader("ham", "spam"), holdout);

        assertThat(evaluation.rows()).isEqualTo(4);
        assertThat(evaluation.accuracy()).isEqualTo(0.75);
        assertThat(evaluation.logLoss())
                .isCloseTo(-(Math.log(0.9) + Math.log(0.4) + Math.log(0.8) + Math.log(0.75)) / 4, EXACT);
        assertThat(evaluation.confusionLabels()).containsExactly("ham", "spam");
        assertThat(evaluation.confusion()).containsExactly(List.of(2, 0), List.of(1, 1));
        assertThat(evaluation.labels())
                .containsEntry("ham", new LabelEvaluation(2, 2 / 3.0, 1, 0.8))
                .containsEntry("spam", new LabelEvaluation(2, 1, 0.5, 2 / 3.0));
        assertThat(evaluation.macroF1()).isCloseTo((0.8 + 2 / 3.0) / 2, EXACT);
        // Bins: 0.6 (a miss), 0.75 (a hit), 0.8 (a hit), 0.9 (a hit).
        assertThat(evaluation.calibrationError()).isCloseTo((0.6 + 0.25 + 0.2 + 0.1) / 4, EXACT);
    }

    @Test
    void labelThatTheClassifierDoesNotKnow_costsAsMuchAsOneRowCan() {
        Evaluation evaluation = Evaluator.evaluate(Handmade.reader("ham", "spam"), Handmade.examples("tax", 0.5, 0.9));
        assertThat(evaluation.accuracy()).isZero();
        assertThat(evaluation.logLoss()).isCloseTo(-Math.log(1e-15), EXACT);
        assertThat(evaluation.confusionLabels()).containsExactly("ham", "spam", "tax");
        assertThat(evaluation.labels()).containsEntry("tax", new LabelEvaluation(2, 0, 0, 0));
    }

    @Test
    void emptyHoldout_hasFiguresOfZero() {
        Evaluation evaluation = Evaluator.evaluate(Handmade.reader("ham", "spam"), List.of());
        assertThat(evaluation.rows()).isZero();
        assertThat(List.of(evaluation.accuracy(), evaluation.logLoss(), evaluation.calibrationError()))
                .containsOnly(0.0);
    }

    @Test
    void probabilitiesThatAreTrue_haveNoCalibrationError() {
        List<Example> holdout = new ArrayList<>(Handmade.examples("spam", Handmade.repeated(0.8, 80)));
        holdout.addAll(Handmade.examples("ham", Handmade.repeated(0.8, 20)));
        assertThat(Evaluator.evaluate(Handmade.reader("ham", "spam"), holdout).calibrationError())
                .isCloseTo(0, EXACT);
    }
}
