package dev.millrace.classifier;

import java.util.Arrays;

/**
 * Fits a calibration to out-of-fold scores: least log loss against smoothed targets (Platt 1999: a label seen n times is
 * believed to (n + 1) / (n + 2)), drawn a little to the scores' own probabilities (slope 1, offset 0), which keeps few
 * rows from wild slopes. A convex problem of two numbers a label, solved by Newton steps.
 *
 * <p>No slope may fall below 0, for then a higher score would mean a lower probability: such a slope is held at 0.
 */
final class CalibrationFit {
    /** Weight of the squared distance from slope 1 and offset 0, against the summed log loss of all rows. */
    private static final double RIDGE = 1;

    private static final int MAX_STEPS = 100;
    private static final double TOLERANCE = 1e-9;

    private final double[][] scores;
    private final int[] labelOf;
    private final double[] trueTarget;
    private final int labels;
    private final int sets;
    private final int held;
    private final boolean[] fixed;
    private double[][] probabilities;

    private CalibrationFit(double[][] scores, int[] labelOf) {
        this.scores = scores;
        this.labelOf = labelOf;
        labels = scores[0].length;
        sets = Weights.sets(labels);
        held = labels - sets;
        fixed = new boolean[2 * sets];
        trueTarget = targets(labelOf, labels);
        probabilities = new double[scores.length][labels];
    }

    /** {@code scores} by row and label; {@code labelOf} the true label of each row. */
    static Calibration fit(double[][] scores, int[] labelOf) {
        return new CalibrationFit(scores, labelOf).solve();
    }

    private static double[] targets(int[] labelOf, int labels) {
        int[] rows = new int[labels];
        for (int label : labelOf) {
            rows[label]++;
        }
        return Arrays.stream(rows).mapToDouble(n -> (n + 1.0) / (n + 2.0)).toArray();
    }

    private Calibration solve() {
        double[] solution = descend(start());
        while (holdNegativeSlopes(solution)) {
            solution = descend(solution);
        }
        return calibration(solution);
    }

    private double[] start() {
        double[] start = new double[2 * sets];
        Arrays.fill(start, 0, sets, 1);
        return start;
    }

    private boolean holdNegativeSlopes(double[] solution) {
        boolean any = false;
        for (int i = 0; i < sets; i++) {
            if (solution[i] < 0) {
                solution[i] = 0;
                fixed[i] = true;
                any = true;
            }
        }
        return any;
    }

    private Calibration calibration(double[] parameters) {
        return new Calibration(Arrays.copyOf(parameters, sets), Arrays.copyOfRange(parameters, sets, 2 * sets));
    }

    private double[] descend(double[] from) {
        double[] at = from;
        double loss = loss(at);
        for (int step = 0; step < MAX_STEPS; step++) {
            double[] gradient = gradient(at);
            if (Math.sqrt(Vectors.dot(gradient, gradient)) <= TOLERANCE * scores.length) {
                break;
            }
            double[] direction = direction(gradient);
            double slope = Vectors.dot(gradient, direction);
            double length = 1;
            double[] next = Vectors.moved(at, direction, length);
            double nextLoss = loss(next);
            while (!(nextLoss <= loss + 1e-4 * length * slope) && length > 1e-10) {
                length /= 2;
                next = Vectors.moved(at, direction, length);
                nextLoss = loss(next);
            }
            if (!(nextLoss < loss)) {
                break;
            }
            at = next;
            loss = nextLoss;
        }
        return at;
    }

    /** The penalised log loss; leaves the probabilities of all rows behind. */
    private double loss(double[] parameters) {
        Calibration calibration = calibration(parameters);
        double loss = 0;
        double[] start = start();
        for (int i = 0; i < parameters.length; i++) {
            loss += RIDGE * (parameters[i] - start[i]) * (parameters[i] - start[i]);
        }
        for (int row = 0; row < scores.length; row++) {
            probabilities[row] = calibration.probabilities(scores[row]);
            for (int label = 0; label < labels; label++) {
                loss -= target(row, label) * Math.log(Math.max(probabilities[row][label], Double.MIN_NORMAL));
            }
        }
        return loss;
    }

    private double target(int row, int label) {
        double own = trueTarget[labelOf[row]];
        return label == labelOf[row] ? own : (1 - own) / (labels - 1);
    }

    private double[] gradient(double[] parameters) {
        double[] start = start();
        double[] gradient = new double[2 * sets];
        for (int row = 0; row < scores.length; row++) {
            for (int i = 0; i < sets; i++) {
                double surplus = probabilities[row][held + i] - target(row, held + i);
                gradient[i] += surplus * scores[row][held + i];
                gradient[sets + i] += surplus;
            }
        }
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = fixed[i] ? 0 : gradient[i] + 2 * RIDGE * (parameters[i] - start[i]);
        }
        return gradient;
    }

    /** The Newton direction, by conjugate gradients: exact after as many turns as there are numbers. */
    private double[] direction(double[] gradient) {
        double[] direction = new double[gradient.length];
        double[] rest = Arrays.stream(gradient).map(g -> -g).toArray();
        double[] turn = rest.clone();
        double square = Vectors.dot(rest, rest);
        double enough = 1e-12 * square;
        for (int i = 0; i < Math.min(gradient.length, 50) && square > enough; i++) {
            double[] curved = curvature(turn);
            double length = square / Vectors.dot(turn, curved);
            direction = Vectors.moved(direction, turn, length);
            rest = Vectors.moved(rest, curved, -length);
            double nextSquare = Vectors.dot(rest, rest);
            turn = Vectors.moved(rest, turn, nextSquare / square);
            square = nextSquare;
        }
        return direction;
    }

    /** The second derivative times a vector. */
    private double[] curvature(double[] vector) {
        double[] product = new double[vector.length];
        double[] change = new double[labels];
        for (int row = 0; row < scores.length; row++) {
            double mean = 0;
            for (int i = 0; i < sets; i++) {
                change[held + i] = vector[i] * scores[row][held + i] + vector[sets + i];
                mean += probabilities[row][held + i] * change[held + i];
            }
            for (int i = 0; i < sets; i++) {
                double bent = probabilities[row][held + i] * (change[held + i] - mean);
                product[i] += bent * scores[row][held + i];
                product[sets + i] += bent;
            }
        }
        for (int i = 0; i < product.length; i++) {
            product[i] = fixed[i] ? 0 : product[i] + 2 * RIDGE * vector[i];
        }
        return product;
    }
}
