package dev.millrace.classifier;

import java.util.Arrays;
import java.util.List;

/**
 * Candidate and champion on the same holdout rows.
 *
 * @param differences of the row's log loss, candidate's minus champion's: below 0 the candidate is better
 * @param candidateOnlyErrors rows that only the candidate gets wrong
 * @param championOnlyErrors rows that only the champion gets wrong
 */
record PairedRows(double[] differences, int candidateOnlyErrors, int championOnlyErrors) {

    static PairedRows of(Classifier candidate, Classifier champion, List<Example> holdout) {
        List<HoldoutRow> mine = HoldoutRow.of(candidate, holdout);
        List<HoldoutRow> theirs = HoldoutRow.of(champion, holdout);
        double[] differences = new double[mine.size()];
        int candidateOnly = 0;
        int championOnly = 0;
        for (int i = 0; i < differences.length; i++) {
            differences[i] = mine.get(i).loss() - theirs.get(i).loss();
            candidateOnly += theirs.get(i).isHit() && !mine.get(i).isHit() ? 1 : 0;
            championOnly += mine.get(i).isHit() && !theirs.get(i).isHit() ? 1 : 0;
        }
        return new PairedRows(differences, candidateOnly, championOnly);
    }

    double mean() {
        return Arrays.stream(differences).sum() / differences.length;
    }
}
