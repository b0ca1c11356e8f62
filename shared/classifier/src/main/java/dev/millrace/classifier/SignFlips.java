package dev.millrace.classifier;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * One-sided paired permutation test: were the two classifiers equal, each row's difference might as well have the other
 * sign. How often does flipping signs at random give a sum as far below 0 as the one seen? Exact at any number of flips
 * (Phipson and Smyth 2010), whatever the shape of the differences, which is long-tailed for log loss.
 *
 * <p>The flips adapt to the level: {@value #PER_LEVEL} divided by it, within bounds of time. It stops early once
 * {@value #ENOUGH} flips reached the sum (Besag and Clifford 1991), since then it is far from significant. Where even the
 * most flips could not show a level that small, Hoeffding's inequality bounds the p-value from above instead.
 */
final class SignFlips {
    private static final int PER_LEVEL = 20;
    private static final int ENOUGH = 100;
    private static final int FEWEST = 2_000;
    private static final int MOST = 400_000;
    /** Rows times flips: about a second. */
    private static final long MOST_STEPS = 1_000_000_000L;

    private SignFlips() {}

    /** The chance of a sum at or below the one of {@code differences}, if signs were random. */
    static double pValue(double[] differences, double level, long seed) {
        double sum = Arrays.stream(differences).sum();
        double[] odd = Arrays.stream(differences).filter(d -> d != 0).toArray();
        if (odd.length == 0) {
            return 1;
        }
        long flips = Math.min(flips(level), Math.max(1, MOST_STEPS / odd.length));
        if (level * (flips + 1) < 1) {
            return hoeffding(sum, odd);
        }
        // A rounding error must not turn a tie into a miss: ties count against the candidate.
        double reached = sum + 1e-12 * Arrays.stream(odd).map(Math::abs).sum();
        SplittableRandom random = new SplittableRandom(seed);
        int below = 0;
        for (long flip = 1; flip <= flips; flip++) {
            if (flipped(odd, random) <= reached && ++below >= ENOUGH) {
                return (double) below / flip;
            }
        }
        return (below + 1.0) / (flips + 1.0);
    }

    private static long flips(double level) {
        return Math.clamp((long) Math.ceil(PER_LEVEL / level), FEWEST, MOST);
    }

    private static double flipped(double[] differences, SplittableRandom random) {
        double sum = 0;
        long signs = 0;
        for (int i = 0; i < differences.length; i++) {
            if ((i & 63) == 0) {
                signs = random.nextLong();
            }
            sum += (signs & 1) == 0 ? differences[i] : -differences[i];
            signs >>>= 1;
        }
        return sum;
    }

    /** exp(-sum^2 / (2 * sum of squares)) for a sum below 0. */
    private static double hoeffding(double sum, double[] differences) {
        double squares = Arrays.stream(differences).map(d -> d * d).sum();
        return sum >= 0 ? 1 : StrictMath.exp(-sum * sum / (2 * squares));
    }
}
