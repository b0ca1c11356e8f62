package dev.millrace.classifier;

import dev.millrace.classifier.GateVerdict.PairedTest;
import dev.millrace.document.GateSettings;
import dev.millrace.document.ModelDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a candidate may replace the champion: the floors of the models file, no label lost, then a paired test
 * on the same holdout rows, at the level that this look may spend ({@link LookLevel}). Without a champion (or with one that reads
 * another kind of content) the floors alone decide. Equal input and seed give an equal verdict.
 */
public final class Gate {
    /** Below it, more errors than the champion's are no chance any more. */
    private static final double ERRORS_LEVEL = 0.05;

    private final GateSettings settings;
    private final Set<String> labels;
    private final long seed;

    public Gate(ModelDefinition model) {
        this(model.gate(), model.labels(), model.trainer().seed());
    }

    /** @param labels that documents may have; empty: any */
    Gate(GateSettings settings, Set<String> labels, long seed) {
        this.settings = settings;
        this.labels = labels;
        this.seed = seed;
    }

    /**
     * Judges a candidate.
     *
     * @param candidateEvaluation of the candidate on {@code holdout}
     * @param look how many candidates were tested since the champion was set, this one included: the first is 1
     */
    public GateVerdict judge(
            Evaluation candidateEvaluation,
            Classifier candidate,
            Optional<Classifier> champion,
            List<Example> holdout,
            int look) {
        double level = LookLevel.of(settings.level(), look);
        Optional<Classifier> rival = champion.filter(c -> c.kind() == candidate.kind());
        List<String> breaches = new ArrayList<>(Floors.breaches(settings, candidateEvaluation, holdout));
        rival.ifPresent(c -> breaches.addAll(lost(candidate, c)));
        if (!breaches.isEmpty()) {
            return new GateVerdict(false, breaches, Optional.empty());
        }
        if (rival.isEmpty()) {
            String why = champion.isEmpty() ? "There is no champion yet" : "The champion reads another kind of content";
            return new GateVerdict(true, List.of(why + ", and every floor holds."), Optional.empty());
        }
        PairedRows rows = PairedRows.of(candidate, rival.get(), holdout);
        PairedTest test = test(rows, look, level);
        return verdict(test, rows.differences().length);
    }

    /**
     * A candidate that never saw one of the champion's labels can say it of no document, and a holdout without that label
     * does not show it. A label that the models file no longer allows may go.
     */
    private List<String> lost(Classifier candidate, Classifier champion) {
        return champion.labels().stream()
                .filter(label -> !candidate.labels().contains(label))
                .filter(label -> labels.isEmpty() || labels.contains(label))
                .map(label -> "The champion knows the label '" + label + "', which no document of the training side has"
                        + " any more: this version could never say it.")
                .toList();
    }

    private PairedTest test(PairedRows rows, int look, double level) {
        return new PairedTest(
                look,
                level,
                rows.mean(),
                SignFlips.pValue(rows.differences(), level, seed),
                PairedBootstrap.upperBound(rows.differences(), level, seed),
                rows.candidateOnlyErrors(),
                rows.championOnlyErrors(),
                McNemar.pValue(rows.candidateOnlyErrors(), rows.championOnlyErrors()));
    }

    private GateVerdict verdict(PairedTest test, int rows) {
        boolean gains = switch (settings.promote()) {
            case BETTER -> test.meanLogLossDifference() < 0 && test.pValue() <= test.level();
            case NOT_WORSE -> test.upperBound() < settings.margin();
        };
        boolean errs = test.mcnemarPValue() < ERRORS_LEVEL;
        List<String> reasons = new ArrayList<>();
        reasons.add(
                switch (settings.promote()) {
                    case BETTER -> better(test, rows, gains);
                    case NOT_WORSE -> notWorse(test, rows, gains);
                });
        reasons.add(errors(test, errs));
        return new GateVerdict(gains && !errs, reasons, Optional.of(test));
    }

    private static String better(PairedTest test, int rows, boolean holds) {
        return String.format(
                Locale.ROOT,
                "%s: p = %.2g, %s the %.2g that look %d may spend.",
                difference(test, rows),
                test.pValue(),
                holds ? "within" : "not within",
                test.level(),
                test.look());
    }

    private String notWorse(PairedTest test, int rows, boolean holds) {
        return String.format(
                Locale.ROOT,
                "%s: at most %.5f with an error of %.2g (look %d), %s the margin of %s.",
                difference(test, rows),
                test.upperBound(),
                test.level(),
                test.look(),
                holds ? "below" : "not below",
                settings.margin());
    }

    private static String difference(PairedTest test, int rows) {
        double mean = test.meanLogLossDifference();
        return mean == 0
                ? String.format(Locale.ROOT, "On %d holdout rows the log loss equals the champion's", rows)
                : String.format(
                        Locale.ROOT,
                        "On %d holdout rows the log loss is %.5f %s than the champion's",
                        rows,
                        Math.abs(mean),
                        mean < 0 ? "lower" : "higher");
    }

    private static String errors(PairedTest test, boolean errs) {
        return String.format(
                Locale.ROOT,
                "%d rows are wrong with this version only, %d with the champion only: %ssignificantly more errors (p = %.2g).",
                test.candidateOnlyErrors(),
                test.championOnlyErrors(),
                errs ? "" : "not ",
                test.mcnemarPValue());
    }
}
