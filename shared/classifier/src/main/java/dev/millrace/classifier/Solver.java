package dev.millrace.classifier;

import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.Arrays;

/**
 * LIBLINEAR's L2-regularised logistic regression (Lin, Weng, Keerthi 2008; a trust-region Newton method), the one inside
 * Tribuo, fed directly: building Tribuo's examples would take longer than the fit. The bias is a last feature of value 1,
 * as in Tribuo. Nothing is drawn at random, so equal rows in equal order give equal weights.
 */
final class Solver {
    static final int MAX_ITERATIONS = 1000;
    /** Relative to the gradient at the start; a tenth of it lowers the log loss of the sample mails by 0.0002 only. */
    static final double TOLERANCE = 0.01;

    private final FeatureNode[][] rows;
    private final int[] labelOf;
    private final int labels;
    private final int features;

    /** {@code labelOf} gives the label's number of each row. */
    Solver(int features, SparseVector[] vectors, int[] labelOf, int labels) {
        Linear.disableDebugOutput();
        this.features = features;
        rows = Arrays.stream(vectors).map(this::nodes).toArray(FeatureNode[][]::new);
        this.labelOf = labelOf;
        this.labels = labels;
    }

    /** The weights of the rows that are named; a label without a row among them gets a score that says so. */
    Weights fit(int[] chosen, double cost) {
        Problem problem = new Problem();
        problem.l = chosen.length;
        problem.n = features + 1;
        problem.bias = 1;
        problem.x = Arrays.stream(chosen).mapToObj(row -> rows[row]).toArray(FeatureNode[][]::new);
        problem.y = Arrays.stream(chosen).mapToDouble(row -> labelOf[row]).toArray();
        double unseen = Math.log(chosen.length + 1.0); // the log odds of 1 in n + 1
        if (Arrays.stream(problem.y).distinct().count() < 2) {
            return constant((int) problem.y[0], unseen);
        }
        Parameter parameter = new Parameter(SolverType.L2R_LR, cost, TOLERANCE, MAX_ITERATIONS);
        return weights(Linear.train(problem, parameter), unseen);
    }

    private Weights constant(int only, double unseen) {
        int sets = Weights.sets(labels);
        double[] biases = new double[sets];
        Arrays.fill(biases, -unseen);
        if (sets > 1) {
            biases[only] = unseen;
        } else if (only == 1) {
            biases[0] = unseen;
        }
        return new Weights(labels, new float[features * sets], biases);
    }

    /** LIBLINEAR lays its weights out as we do, with its own order of the labels, and for two labels for its first one. */
    private Weights weights(Model model, double unseen) {
        double[] w = model.getFeatureWeights();
        int[] order = model.getLabels();
        int sets = Weights.sets(labels);
        int theirSets = Weights.sets(order.length);
        float[] byFeature = new float[features * sets];
        double[] biases = new double[sets];
        Arrays.fill(biases, -unseen);
        for (int label = 0; label < order.length; label++) {
            int set = sets == 1 ? 0 : order[label];
            int theirs = theirSets == 1 ? 0 : label;
            boolean ownSet = sets > 1 || label == 0;
            if (!ownSet) {
                continue;
            }
            // One set of theirs is for their first label; our one set is for our second.
            boolean negated = theirSets == 1 && (sets == 1 ? order[0] == 0 : label == 1);
            double sign = negated ? -1 : 1;
            for (int f = 0; f < features; f++) {
                byFeature[f * sets + set] = (float) (sign * w[f * theirSets + theirs]);
            }
            biases[set] = sign * w[features * theirSets + theirs];
        }
        return new Weights(labels, byFeature, biases);
    }

    private FeatureNode[] nodes(SparseVector vector) {
        long[] order = new long[vector.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = ((long) vector.features()[i] << 32) | i;
        }
        Arrays.sort(order);
        FeatureNode[] nodes = new FeatureNode[order.length + 1];
        for (int i = 0; i < order.length; i++) {
            nodes[i] = new FeatureNode((int) (order[i] >>> 32) + 1, vector.values()[(int) order[i]]);
        }
        nodes[order.length] = new FeatureNode(features + 1, 1);
        return nodes;
    }
}
