package dev.millrace.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationFitTest {

    @Test
    void twoLabels_findTheSigmoidThatMadeThem() {
        Random random = new Random(1);
        double[][] scores = new double[20_000][];
        int[] labelOf = new int[scores.length];
        for (int row = 0; row < scores.length; row++) {
            double score = 3 * random.nextGaussian();
            scores[row] = new double[] {-score, score};
            labelOf[row] = random.nextDouble() < 1 / (1 + Math.exp(-(0.7 * score - 0.4))) ? 1 : 0;
        }
        Calibration calibration = CalibrationFit.fit(scores, labelOf);
        assertThat(calibration.slopes()[0]).isCloseTo(0.7, within(0.03));
        assertThat(calibration.offsets()[0]).isCloseTo(-0.4, within(0.06));
    }

    @Test
    void threeLabels_loseLessThanUncalibrated() {
        Random random = new Random(2);
        double[][] scores = new double[3000][3];
        int[] labelOf = new int[scores.length];
        for (int row = 0; row < scores.length; row++) {
            labelOf[row] = random.nextInt(3);
            for (int label = 0; label < 3; label++) {
                scores[row][label] = 4 * random.nextGaussian() + (label == labelOf[row] ? 4 : 0);
            }
        }
        Calibration fitted = CalibrationFit.fit(scores, labelOf);
        Calibration plain = new Calibration(new double[] {1, 1, 1}, new double[3]);
        assertThat(loss(fitted, scores, labelOf)).isLessThan(loss(plain, scores, labelOf) - 0.1);
        assertThat(Arrays.stream(fitted.slopes()).boxed())
                .allSatisfy(slope -> assertThat(slope).isCloseTo(0.25, within(0.06)));
    }

    @Test
    void scoresThatSayTheOpposite_areIgnoredNotTurnedRound() {
        double[][] scores = new double[1000][];
        int[] labelOf = new int[1000];
        for (int row = 0; row < 1000; row++) {
            labelOf[row] = row % 4 == 0 ? 1 : 0;
            double score = labelOf[row] == 1 ? -2 : 2;
            scores[row] = new double[] {-score, score};
        }
        Calibration calibration = CalibrationFit.fit(scores, labelOf);
        assertThat(calibration.slopes()[0]).isZero();
        assertThat(calibration.probabilities(new double[] {-9, 9})[1]).isCloseTo(0.25, within(0.01));
    }

    @Test
    void scoresThatPartTheLabels_keepFiniteSlopes() {
        double[][] scores = {{-1, 1}, {-2, 2}, {1, -1}, {2, -2}};
        Calibration calibration = CalibrationFit.fit(scores, new int[] {1, 1, 0, 0});
        assertThat(calibration.slopes()[0]).isBetween(0.5, 3.0);
        assertThat(calibration.offsets()[0]).isCloseTo(0, within(1e-9));
    }

    @Test
    void probabilitiesOfWildScores_areStillNumbersThatSumToOne() {
        Calibration three = new Calibration(new double[] {1, 2, 0}, new double[] {0, 5, -5});
        for (double[] scores : new double[][] {{1e9, -1e9, 0}, {-1e9, -1e9, -1e9}, {0, 0, 0}, {1e300, 1e300, 1}}) {
            double[] probabilities = three.probabilities(scores);
            assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-12));
            assertThat(Arrays.stream(probabilities).boxed())
                    .allSatisfy(p -> assertThat(p).isBetween(0.0, 1.0));
        }
    }

    private static double loss(Calibration calibration, double[][] scores, int[] labelOf) {
        Tally tally = new Tally();
        for (int row = 0; row < scores.length; row++) {
            tally.add(calibration.probabilities(scores[row]), labelOf[row]);
        }
        return tally.logLoss();
    }
}
