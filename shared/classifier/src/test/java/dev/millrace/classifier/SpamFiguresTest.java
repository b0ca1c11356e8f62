package dev.millrace.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.ContentHash;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the sample mails must give with the settings they ship with; RATIONALE.md has the figures of others. */
class SpamFiguresTest {
    private static final List<Example> MAILS = Samples.spam();
    private static final List<Example> TRAIN = Samples.side(MAILS, Side.TRAIN);
    private static final List<Example> HOLDOUT = Samples.side(MAILS, Side.HOLDOUT);

    private static Fitted fitted;
    private static Evaluation evaluation;

    @BeforeAll
    static void train() {
        fitted = new ClassifierTrainer(Samples.SPAM).fit(TRAIN);
        evaluation = Evaluator.evaluate(fitted.classifier(), HOLDOUT);
    }

    /** So that the figures below are those of a new user, too. */
    @Test
    void trainerSettings_areThoseOfTheShippedModelsFile() {
        assertThat(Samples.modelsFile())
                .contains("costs: [30, 100, 300, 1000]", "folds: 5 ", "ngrams: 1 ", "min_documents: 2 ")
                .contains("costs: [1, 10, 100, 1000]", "folds: 10\n", "min_documents: 1\n");
    }

    @Test
    void holdout_isFarAboveTheMajorityShare() {
        double majority =
                HOLDOUT.stream().filter(mail -> mail.label().equals("ham")).count() / (double) HOLDOUT.size();
        assertThat(majority).isBetween(0.6, 0.8);
        assertThat(evaluation.accuracy()).isGreaterThan(majority + 0.25);
    }

    /** scikit-learn's calibrated linear SVM, the best of the others, has 0.9893 and 0.0287 on these rows. */
    @Test
    void holdout_beatsTheReferences() {
        assertThat(evaluation.accuracy()).isGreaterThanOrEqualTo(0.992);
        assertThat(evaluation.logLoss()).isLessThanOrEqualTo(0.021);
        assertThat(evaluation.calibrationError()).isLessThanOrEqualTo(0.006);
        assertThat(evaluation.macroF1()).isGreaterThanOrEqualTo(0.991);
    }

    @Test
    void crossValidation_agreesWithTheHoldout() {
        assertThat(fitted.report().crossValidation().folds()).isEqualTo(5);
        assertThat(fitted.report().crossValidation().accuracy()).isGreaterThan(0.985);
        assertThat(fitted.report().crossValidation().logLoss()).isLessThan(0.03);
    }

    @Test
    void report_namesEveryCostAndTakesTheBest() {
        FitReport report = fitted.report();
        assertThat(report.costs()).extracting(FitReport.CostTried::cost).containsExactly(30.0, 100.0, 300.0, 1000.0);
        assertThat(report.costs())
                .allSatisfy(tried -> assertThat(tried.logLoss())
                        .isGreaterThanOrEqualTo(report.crossValidation().logLoss()));
        assertThat(report.rows()).isEqualTo(TRAIN.size());
        assertThat(report.features()).isEqualTo(fitted.classifier().features());
        assertThat(report.phaseSeconds()).containsOnlyKeys("features", "cross_validation", "fit");
        assertThat(report.trainerProvenance())
                .contains("\"cost\":\"" + report.cost() + "\"", "\"type\":\"L2R_LR\"", "\"tribuo-version\":\"4.3.2\"")
                .doesNotContain("2026");
    }

    @Test
    void bytes_areFewAndReadFast() {
        byte[] bytes = ClassifierCodec.write(fitted.classifier());
        assertThat(bytes).hasSizeLessThan(300_000);
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            long start = System.nanoTime();
            ClassifierCodec.read(bytes);
            fastest = Math.min(fastest, System.nanoTime() - start);
        }
        assertThat(fastest).isLessThan(100_000_000L);
        assertThat(fitted.classifier().memoryBytes()).isBetween(500_000L, 2_000_000L);
    }

    @Test
    void sides_shareNoContent() {
        Set<ContentHash> train = TRAIN.stream().map(Example::hash).collect(Collectors.toCollection(HashSet::new));
        assertThat(HOLDOUT).noneMatch(mail -> train.contains(mail.hash()));
        assertThat((double) HOLDOUT.size() / MAILS.size()).isBetween(0.18, 0.22);
    }
}
