package dev.millrace.classifier;

/**
 * From scores to probabilities: each label's score times its slope plus its offset, then softmax (vector scaling, Guo et
 * al. 2017). With two labels the first one's is held at 0, and so it is the sigmoid of Platt (1999).
 *
 * @param slopes at least 0; one a label, or with two labels one, that of the second
 * @param offsets beside them
 */
record Calibration(double[] slopes, double[] offsets) {

    /** Sums to 1; one number a score. */
    double[] probabilities(double[] scores) {
        return calibrate(scores.clone());
    }

    /** As {@link #probabilities}, in place. */
    double[] calibrate(double[] scores) {
        int held = scores.length - slopes.length;
        for (int i = 0; i < held; i++) {
            scores[i] = 0;
        }
        for (int i = 0; i < slopes.length; i++) {
            scores[held + i] = slopes[i] * scores[held + i] + offsets[i];
        }
        return softmax(scores);
    }

    /** In place. */
    static double[] softmax(double[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            logits[i] = StrictMath.exp(logits[i] - largest);
            sum += logits[i];
        }
        for (int i = 0; i < logits.length; i++) {
            logits[i] /= sum;
        }
        return logits;
    }
}
