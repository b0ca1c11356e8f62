package dev.millrace.classifier;

import dev.millrace.document.ContentHash;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Candidate and champion on the same holdout. Documents of equal content are one row, the mean of theirs: a text that was
 * sent a hundred times is one piece of evidence, and the tests take rows for independent.
 *
 * @param differences of the row's log loss, candidate's minus champion's: below 0 the candidate is better
 * @param candidateOnlyErrors rows that the candidate gets wrong more often
 * @param championOnlyErrors rows that the champion gets wrong more often
 */
record PairedRows(double[] differences, int candidateOnlyErrors, int championOnlyErrors) {

    static PairedRows of(Classifier candidate, Classifier champion, List<Example> holdout) {
        List<HoldoutRow> mine = HoldoutRow.of(candidate, holdout);
        List<HoldoutRow> theirs = HoldoutRow.of(champion, holdout);
        Map<ContentHash, Pair> pairs = new LinkedHashMap<>();
        for (int i = 0; i < mine.size(); i++) {
            pairs.computeIfAbsent(holdout.get(i).hash(), hash -> new Pair()).add(mine.get(i), theirs.get(i));
        }
        return new PairedRows(
                pairs.values().stream().mapToDouble(Pair::difference).toArray(),
                (int) pairs.values().stream().filter(pair -> pair.hits < 0).count(),
                (int) pairs.values().stream().filter(pair -> pair.hits > 0).count());
    }

    /** The documents of one content. */
    private static final class Pair {
        private int documents;
        private double difference;
        /** The candidate's, less the champion's. */
        private int hits;

        void add(HoldoutRow mine, HoldoutRow theirs) {
            documents++;
            difference += mine.loss() - theirs.loss();
            hits += (mine.isHit() ? 1 : 0) - (theirs.isHit() ? 1 : 0);
        }

        double difference() {
            return difference / documents;
        }
    }

    double mean() {
        return Arrays.stream(differences).sum() / differences.length;
    }
}
