package dev.millrace.classifier;

/**
 * Expected calibration error: rows fall into 10 bins of equal width by the probability of their predicted label; the
 * error is the distance between mean probability and share of hits, bin by bin, weighted by rows (Naeini et al. 2015).
 */
final class CalibrationBins {
    private static final int BINS = 10;

    private final double[] probabilities = new double[BINS];
    private final int[] hits = new int[BINS];
    private int rows;

    /** A probability on a border falls into the upper bin, 1 into the last. */
    void add(double probability, boolean hit) {
        int bin = Math.clamp((int) (probability * BINS), 0, BINS - 1);
        probabilities[bin] += probability;
        hits[bin] += hit ? 1 : 0;
        rows++;
    }

    double error() {
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            error += Math.abs(probabilities[bin] - hits[bin]);
        }
        return error / Math.max(1, rows);
    }
}
