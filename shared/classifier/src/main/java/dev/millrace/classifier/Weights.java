package dev.millrace.classifier;

/**
 * The linear part of a classifier: for each label (one against the rest) a weight a feature and a bias. With two labels
 * there is one set, that of the second label; the first label's score is its negative.
 *
 * @param labels how many labels there are, at least 2
 * @param byFeature weights, feature by feature: set {@code s} of feature {@code f} lies at {@code f * sets + s}; so one
 *     feature's weights lie together
 * @param biases one a set
 */
record Weights(int labels, float[] byFeature, double[] biases) {
    Weights {
        if (labels < 2 || biases.length != sets(labels) || byFeature.length % biases.length != 0) {
            throw new IllegalArgumentException("weights of " + labels + " labels do not have " + biases.length
                    + " biases and " + byFeature.length + " numbers");
        }
    }

    static int sets(int labels) {
        return labels == 2 ? 1 : labels;
    }

    /** The uncalibrated score of each label. */
    double[] scores(SparseVector vector) {
        double[] scores = new double[labels];
        addScores(vector.features(), vector.values(), vector.size(), scores);
        return scores;
    }

    /** Puts the uncalibrated score of each label into an array of zeros. */
    void addScores(int[] features, double[] values, int size, double[] scores) {
        if (biases.length == 1) {
            scores[1] = score(features, values, size);
            scores[0] = -scores[1];
            return;
        }
        int sets = biases.length;
        for (int i = 0; i < size; i++) {
            double value = values[i];
            int first = features[i] * sets;
            for (int set = 0; set < sets; set++) {
                scores[set] += value * byFeature[first + set];
            }
        }
        for (int set = 0; set < sets; set++) {
            scores[set] += biases[set];
        }
    }

    private double score(int[] features, double[] values, int size) {
        double score = 0;
        for (int i = 0; i < size; i++) {
            score += values[i] * byFeature[features[i]];
        }
        return score + biases[0];
    }

    /** What one feature with weight 1 adds to a label's score. */
    double weight(int feature, int label) {
        return biases.length == 1 ? sign(label) * byFeature[feature] : byFeature[feature * biases.length + label];
    }

    double bias(int label) {
        return biases.length == 1 ? sign(label) * biases[0] : biases[label];
    }

    private static int sign(int label) {
        return label == 1 ? 1 : -1;
    }
}
