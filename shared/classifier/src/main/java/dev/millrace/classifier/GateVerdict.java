package dev.millrace.classifier;

import java.util.List;
import java.util.Optional;

/**
 * The gate's word on a candidate.
 *
 * @param reasons sentences with numbers, for people
 * @param test the paired test against the champion; none when there is no champion or the holdout is too small
 */
public record GateVerdict(boolean promoted, List<String> reasons, Optional<PairedTest> test) {

    /**
     * Both classifiers on the same holdout rows.
     *
     * @param look how many candidates were tested since the champion was set, this one included
     * @param level the error level that this look may spend
     * @param meanLogLossDifference candidate's minus champion's: below 0 is better
     * @param pValue one-sided, of a difference this far below 0 by chance
     * @param upperBound of the mean difference, at the level of this look
     * @param candidateOnlyErrors rows that only the candidate gets wrong
     * @param championOnlyErrors rows that only the champion gets wrong
     * @param mcnemarPValue exact, one-sided, of the candidate having that many more errors by chance
     */
    public record PairedTest(
            int look,
            double level,
            double meanLogLossDifference,
            double pValue,
            double upperBound,
            int candidateOnlyErrors,
            int championOnlyErrors,
            double mcnemarPValue) {}

    public GateVerdict {
        reasons = List.copyOf(reasons);
    }
}
