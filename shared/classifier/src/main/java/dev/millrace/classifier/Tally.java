package dev.millrace.classifier;

/** Sums log loss and hits over rows. */
final class Tally {
    private static final double LEAST_PROBABILITY = 1e-15;

    private double loss;
    private int hits;
    private int rows;

    void add(double[] probabilities, int label) {
        rows++;
        loss += loss(probabilities[label]);
        hits += best(probabilities) == label ? 1 : 0;
    }

    double logLoss() {
        return loss / rows;
    }

    double accuracy() {
        return (double) hits / rows;
    }

    /** What a row costs whose true label was given this probability; bounded, so that one row cannot be worth all. */
    static double loss(double probability) {
        return -StrictMath.log(Math.max(probability, LEAST_PROBABILITY));
    }

    /** The index of the largest; the first of equals. */
    static int best(double[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            if (probabilities[i] > probabilities[best]) {
                best = i;
            }
        }
        return best;
    }
}
