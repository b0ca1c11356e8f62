package dev.millrace.classifier;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * An upper bound of the mean difference: rows drawn again with replacement, many times; the quantile of the means at 1 -
 * level (Efron's percentile). Where the draws are too few for a level that small, the bound is the mean and so many
 * standard errors as the tail of a normal distribution is bounded by.
 */
final class PairedBootstrap {
    private static final int PER_LEVEL = 20;
    private static final int FEWEST = 2_000;
    private static final int MOST = 50_000;
    /** Rows times draws: about a second. */
    private static final long MOST_STEPS = 200_000_000L;

    private PairedBootstrap() {}

    static double upperBound(double[] differences, double level, long seed) {
        int rows = differences.length;
        long wanted = Math.clamp((long) Math.ceil(PER_LEVEL / level), FEWEST, MOST);
        int draws = (int) Math.min(wanted, Math.max(1, MOST_STEPS / rows));
        if (level * draws < 1) {
            return byTail(differences, level);
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[draws];
        for (int draw = 0; draw < draws; draw++) {
            double sum = 0;
            for (int i = 0; i < rows; i++) {
                sum += differences[random.nextInt(rows)];
            }
            means[draw] = sum / rows;
        }
        Arrays.sort(means);
        return means[Math.clamp((int) Math.ceil((1 - level) * draws) - 1, 0, draws - 1)];
    }

    private static double byTail(double[] differences, double level) {
        double mean = Arrays.stream(differences).average().orElse(0);
        double variance = Arrays.stream(differences)
                .map(d -> (d - mean) * (d - mean))
                .average()
                .orElse(0);
        return mean + Math.sqrt(variance / differences.length) * Math.sqrt(-2 * StrictMath.log(level));
    }
}
