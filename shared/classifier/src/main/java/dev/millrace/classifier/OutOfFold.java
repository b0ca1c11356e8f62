package dev.millrace.classifier;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Scores of each row of the training side by weights that never saw it. The folds run side by side; each result has its
 * place, so their order does not matter.
 *
 * @param vectors of the rows
 * @param foldOf the fold of each row, 0 to {@code folds - 1}
 */
record OutOfFold(Solver solver, SparseVector[] vectors, int[] foldOf, int folds) {

    /** By cost, row and label. */
    double[][][] scores(double[] costs) {
        double[][][] scores = new double[costs.length][vectors.length][];
        IntStream.range(0, costs.length * folds)
                .parallel()
                .forEach(task -> scoreFold(task % folds, costs[task / folds], scores[task / folds]));
        return scores;
    }

    private void scoreFold(int fold, double cost, double[][] scores) {
        int[] own = rows(other -> other == fold);
        int[] others = rows(other -> other != fold);
        if (own.length == 0) {
            return;
        }
        Weights weights = solver.fit(others, cost);
        for (int row : own) {
            scores[row] = weights.scores(vectors[row]);
        }
    }

    private int[] rows(IntPredicate fold) {
        return IntStream.range(0, foldOf.length)
                .filter(row -> fold.test(foldOf[row]))
                .toArray();
    }
}
