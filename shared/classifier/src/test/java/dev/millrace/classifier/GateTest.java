package dev.millrace.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.classifier.GateVerdict.PairedTest;
import dev.millrace.document.GateSettings.Promote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GateTest {
    /** 100 rows, 90 of which the readers get right. */
    private static final List<Example> HOLDOUT = holdout();

    private static final Classifier PLAIN = Handmade.reader("ham", "spam");
    private static final Classifier BOLDER = Handmade.reader("ham", "spam", 1.3);
    private static final Classifier TIMID = Handmade.reader("ham", "spam", 0.3);
    private static final Classifier WRONG = Handmade.reader("spam", "ham");

    @Test
    void noChampion_isReplacedWhenFloorsHold() {
        GateVerdict verdict = judge(Promote.BETTER, PLAIN, Optional.empty(), 1);
        assertThat(verdict.promoted()).isTrue();
        assertThat(verdict.test()).isEmpty();
        assertThat(verdict.reasons()).containsExactly("There is no champion yet, and every floor holds.");
    }

    @Test
    void candidateBelowAFloor_isRejectedWithoutATest() {
        GateVerdict verdict = gate(Promote.BETTER)
                .judge(Evaluator.evaluate(PLAIN, List.of()), PLAIN, Optional.of(TIMID), List.of(), 1);
        assertThat(verdict.promoted()).isFalse();
        assertThat(verdict.test()).isEmpty();
        assertThat(verdict.reasons()).startsWith("The holdout is empty: nothing can be said about this version.");
    }

    @Test
    void clearlyBetterCandidate_isPromoted() {
        GateVerdict verdict = judge(Promote.BETTER, PLAIN, Optional.of(TIMID), 1);
        assertThat(verdict.promoted()).isTrue();
        PairedTest test = verdict.test().orElseThrow();
        assertThat(test.meanLogLossDifference()).isNegative();
        assertThat(test.pValue()).isLessThan(0.001);
        assertThat(test.level()).isEqualTo(0.025);
        assertThat(test.upperBound()).isBetween(test.meanLogLossDifference(), 0.0);
        assertThat(verdict.reasons().getFirst())
                .matches(
                        "On 100 holdout rows the log loss is 0\\.\\d{5} lower than the champion's: p = [0-9.e-]+, within"
                                + " the 0\\.025 that look 1 may spend\\.");
        assertThat(verdict.reasons().getLast())
                .isEqualTo("0 rows are wrong with this version only, 0 with the champion only: not significantly more"
                        + " errors (p = 1.0).");
    }

    @Test
    void equalCandidate_changesNothingUnlessNotWorseWillDo() {
        GateVerdict verdict = judge(Promote.BETTER, PLAIN, Optional.of(PLAIN), 1);
        assertThat(verdict.promoted()).isFalse();
        assertThat(verdict.test().orElseThrow().pValue()).isEqualTo(1);
        assertThat(verdict.reasons().getFirst()).startsWith("On 100 holdout rows the log loss equals the champion's");
        assertThat(judge(Promote.NOT_WORSE, PLAIN, Optional.of(PLAIN), 1).promoted())
                .isTrue();
    }

    @Test
    void worseCandidate_isRejectedEitherWay() {
        assertThat(judge(Promote.BETTER, TIMID, Optional.of(PLAIN), 1).promoted())
                .isFalse();
        GateVerdict verdict = judge(Promote.NOT_WORSE, TIMID, Optional.of(PLAIN), 1);
        assertThat(verdict.promoted()).isFalse();
        assertThat(verdict.reasons().getFirst()).contains("higher than the champion's", "not below the margin of 0.01");
    }

    @Test
    void manyMoreErrors_areRejectedEvenWithLessLogLoss() {
        // Wrong by a hair on 20 rows, where the champion is right by a hair; sure where the champion is not.
        List<Example> rows = new ArrayList<>(Handmade.examples("spam", Handmade.around(0.9, 100)));
        rows.addAll(Handmade.examples("ham", Handmade.around(0.45, 20)));
        Classifier candidate = new Classifier(
                List.of("ham", "spam"), PLAIN.space(), PLAIN.weights(), new Calibration(new double[] {2}, new double[] {
                    0.5
                }));
        GateVerdict verdict =
                gate(Promote.BETTER).judge(Evaluator.evaluate(candidate, rows), candidate, Optional.of(PLAIN), rows, 1);
        PairedTest test = verdict.test().orElseThrow();
        assertThat(test.pValue()).isLessThan(test.level());
        assertThat(test.candidateOnlyErrors()).isEqualTo(20);
        assertThat(test.mcnemarPValue()).isCloseTo(Math.pow(0.5, 20), within(1e-12));
        assertThat(verdict.promoted()).isFalse();
        assertThat(verdict.reasons().getLast())
                .contains("significantly more errors")
                .doesNotContain("not significantly");
    }

    @Test
    void laterLook_maySpendLess() {
        PairedTest first =
                judge(Promote.BETTER, BOLDER, Optional.of(PLAIN), 1).test().orElseThrow();
        PairedTest tenth =
                judge(Promote.BETTER, BOLDER, Optional.of(PLAIN), 10).test().orElseThrow();
        assertThat(tenth.level()).isCloseTo(0.05 / 110, within(1e-15));
        assertThat(tenth.upperBound()).isGreaterThan(first.upperBound());
        assertThatThrownBy(() -> judge(Promote.BETTER, BOLDER, Optional.of(PLAIN), 0))
                .hasMessage("look is 0: the first is 1");
    }

    @Test
    void sameSeed_givesTheSameVerdict() {
        assertThat(judge(Promote.BETTER, BOLDER, Optional.of(PLAIN), 3))
                .isEqualTo(judge(Promote.BETTER, BOLDER, Optional.of(PLAIN), 3));
    }

    @Test
    void championWithLabelsOfAnotherModelsFile_isWrongOnEveryRowOfOurs() {
        Classifier stranger = Handmade.reader("bad", "good");
        Gate gate = new Gate(Samples.gate(Promote.BETTER), Set.of("ham", "spam"), 1);
        PairedTest test = gate.judge(Evaluator.evaluate(PLAIN, HOLDOUT), PLAIN, Optional.of(stranger), HOLDOUT, 1)
                .test()
                .orElseThrow();
        assertThat(test.championOnlyErrors()).isEqualTo(90);
        assertThat(test.meanLogLossDifference()).isLessThan(-30);
        assertThat(gate.judge(Evaluator.evaluate(WRONG, HOLDOUT), WRONG, Optional.of(stranger), HOLDOUT, 1)
                        .test())
                .isPresent();
    }

    @Test
    void oneTextSentAHundredTimes_isOnePieceOfEvidence() {
        List<Example> copies = new ArrayList<>(Handmade.examples("spam", Handmade.repeated(0.9, 100)));
        copies.addAll(Handmade.examples("ham", Handmade.around(0.5, 5)));
        copies.addAll(Handmade.examples("spam", Handmade.around(0.5, 4)));

        PairedTest test = gate(Promote.BETTER)
                .judge(Evaluator.evaluate(PLAIN, copies), PLAIN, Optional.of(TIMID), copies, 1)
                .test()
                .orElseThrow();

        assertThat(test.meanLogLossDifference()).isNegative();
        assertThat(test.pValue()).isGreaterThan(0.3);
        assertThat(test.upperBound()).isGreaterThan(-1e-6);
    }

    @Test
    void copiesOfOneText_doNotFillTheHoldout() {
        List<Example> copies = new ArrayList<>(Handmade.examples("spam", Handmade.repeated(0.9, 50)));
        copies.addAll(Handmade.examples("ham", Handmade.repeated(0.1, 50)));

        GateVerdict verdict =
                gate(Promote.BETTER).judge(Evaluator.evaluate(PLAIN, copies), PLAIN, Optional.empty(), copies, 1);

        assertThat(verdict.promoted()).isFalse();
        assertThat(verdict.reasons())
                .startsWith("The holdout has 1 different documents of label 'ham', fewer than the 5 that"
                        + " min_holdout_per_label asks for.");
    }

    @Test
    void labelThatOnlyTheChampionKnows_isNotLost() {
        Classifier stranger = Handmade.reader("ham", "tax");
        GateVerdict verdict = judge(Promote.BETTER, PLAIN, Optional.of(stranger), 1);
        assertThat(verdict.promoted()).isFalse();
        assertThat(verdict.reasons()).hasSize(1).first().asString().startsWith("The champion knows the label 'tax'");

        Gate withoutTax = new Gate(Samples.gate(Promote.BETTER), Set.of("ham", "spam"), 1);
        assertThat(withoutTax
                        .judge(Evaluator.evaluate(PLAIN, HOLDOUT), PLAIN, Optional.of(stranger), HOLDOUT, 1)
                        .promoted())
                .as("the models file does not have it any more")
                .isTrue();
    }

    @Test
    void championOfAnotherKind_doesNotStandInTheWay() {
        Classifier reader = new ClassifierTrainer(Samples.SPAM)
                .fit(Samples.spam().subList(0, 100))
                .classifier();
        GateVerdict verdict = judge(Promote.BETTER, PLAIN, Optional.of(reader), 4);
        assertThat(verdict.promoted()).isTrue();
        assertThat(verdict.reasons())
                .containsExactly("The champion reads another kind of content, and every floor holds.");
    }

    private static GateVerdict judge(Promote promote, Classifier candidate, Optional<Classifier> champion, int look) {
        return gate(promote).judge(Evaluator.evaluate(candidate, HOLDOUT), candidate, champion, HOLDOUT, look);
    }

    private static Gate gate(Promote promote) {
        return new Gate(Samples.gate(promote), Set.of(), 1);
    }

    private static List<Example> holdout() {
        List<Example> rows = new ArrayList<>(Handmade.examples("spam", Handmade.around(0.9, 45)));
        rows.addAll(Handmade.examples("ham", Handmade.around(0.1, 45)));
        rows.addAll(Handmade.examples("tail", Handmade.around(0.8, 5)).stream()
                .map(row -> Samples.example(row.id().value(), row.content(), "ham"))
                .toList());
        rows.addAll(Handmade.examples("head", Handmade.around(0.2, 5)).stream()
                .map(row -> Samples.example(row.id().value(), row.content(), "spam"))
                .toList());
        return rows;
    }
}
