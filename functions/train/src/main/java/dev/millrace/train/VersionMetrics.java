package dev.millrace.train;

import dev.millrace.classifier.Evaluation;
import dev.millrace.classifier.FitReport;
import dev.millrace.classifier.GateVerdict;
import dev.millrace.classifier.GateVerdict.PairedTest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The figures of a version as the registry keeps them, in JSON names: those on the holdout ({@code accuracy},
 * {@code macro_f1}, {@code log_loss}, {@code calibration_error}, …) at the top, the others under a name of their own.
 */
final class VersionMetrics {
    private VersionMetrics() {}

    static Map<String, Object> of(Candidate candidate, GateVerdict verdict, Stopwatch watch) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("rows", rows(candidate.examples()));
        addEvaluation(metrics, candidate.evaluation());
        metrics.put("cross_validation", crossValidation(candidate.fitted().report()));
        metrics.put("gate", gate(verdict));
        metrics.put("fit_seconds", candidate.fitted().report().phaseSeconds());
        metrics.put("phase_seconds", watch.phases());
        metrics.put("train_seconds", watch.total());
        return metrics;
    }

    static Map<String, Object> rows(ExampleSet examples) {
        Map<String, Object> rows = new LinkedHashMap<>();
        rows.put("train", examples.training().size());
        rows.put("holdout", examples.holdout().size());
        rows.put("left_out", examples.leftOut());
        rows.put("cleaned_again", examples.cleanedAgain());
        return rows;
    }

    private static void addEvaluation(Map<String, Object> figures, Evaluation evaluation) {
        figures.put("accuracy", evaluation.accuracy());
        figures.put("macro_f1", evaluation.macroF1());
        figures.put("log_loss", evaluation.logLoss());
        figures.put("calibration_error", evaluation.calibrationError());
        Map<String, Object> labels = new LinkedHashMap<>();
        evaluation.labels().forEach((label, figure) -> labels.put(label, label(figure)));
        figures.put("labels", labels);
        Map<String, Object> confusion = new LinkedHashMap<>();
        confusion.put("labels", evaluation.confusionLabels());
        confusion.put("counts", evaluation.confusion());
        figures.put("confusion", confusion);
    }

    private static Map<String, Object> label(Evaluation.LabelEvaluation label) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("rows", label.rows());
        figures.put("precision", label.precision());
        figures.put("recall", label.recall());
        figures.put("f1", label.f1());
        return figures;
    }

    private static Map<String, Object> crossValidation(FitReport report) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("folds", report.crossValidation().folds());
        figures.put("accuracy", report.crossValidation().accuracy());
        figures.put("log_loss", report.crossValidation().logLoss());
        return figures;
    }

    private static Map<String, Object> gate(GateVerdict verdict) {
        Map<String, Object> gate = new LinkedHashMap<>();
        gate.put("promoted", verdict.promoted());
        gate.put("reasons", verdict.reasons());
        gate.put("test", verdict.test().map(VersionMetrics::test));
        return gate;
    }

    private static Map<String, Object> test(PairedTest test) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("look", test.look());
        numbers.put("level", test.level());
        numbers.put("mean_log_loss_difference", test.meanLogLossDifference());
        numbers.put("p_value", test.pValue());
        numbers.put("upper_bound", test.upperBound());
        numbers.put("candidate_only_errors", test.candidateOnlyErrors());
        numbers.put("champion_only_errors", test.championOnlyErrors());
        numbers.put("mcnemar_p_value", test.mcnemarPValue());
        return numbers;
    }
}
