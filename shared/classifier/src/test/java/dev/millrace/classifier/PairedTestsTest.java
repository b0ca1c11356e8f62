package dev.millrace.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The parts of the gate's paired test against figures from elsewhere. */
class PairedTestsTest {

    @Test
    void signFlips_agreeWithAllFlipsCounted() {
        double[] differences = {-0.5, 0.1, -0.4, -0.2, 0.3, -0.9, 0.05, -0.6, -0.1, 0.2};
        double sum = Arrays.stream(differences).sum();
        int below = 0;
        for (int signs = 0; signs < 1 << differences.length; signs++) {
            double flipped = 0;
            for (int i = 0; i < differences.length; i++) {
                flipped += (signs >> i & 1) == 0 ? differences[i] : -differences[i];
            }
            below += flipped <= sum + 1e-12 ? 1 : 0;
        }
        double exact = below / 1024.0;
        assertThat(SignFlips.pValue(differences, 0.0005, 1)).isCloseTo(exact, within(0.15 * exact));
    }

    @Test
    void signFlips_ofAGainSayItIsOneAndOfALossSayItIsNot() {
        double[] gain = new double[200];
        Arrays.fill(gain, -0.01);
        assertThat(SignFlips.pValue(gain, 0.025, 1)).isLessThan(0.001);
        double[] loss = Arrays.stream(gain).map(d -> -d).toArray();
        assertThat(SignFlips.pValue(loss, 0.025, 1)).isGreaterThan(0.99);
    }

    @Test
    void signFlips_atALevelNoFlipsCanShow_giveHoeffdingsBound() {
        double[] gain = new double[200];
        Arrays.fill(gain, -0.01);
        assertThat(SignFlips.pValue(gain, 1e-9, 1)).isCloseTo(Math.exp(-100), within(1e-50));
    }

    /** Classifiers that are equal, challenged 20 times: one promotion in 20 champions at the most. */
    @Test
    void spentLevel_keepsChanceFromWinningOverManyLooks() {
        Random random = new Random(5);
        int promotedByChance = 0;
        int champions = 300;
        for (int champion = 0; champion < champions; champion++) {
            boolean promoted = false;
            for (int look = 1; look <= 20; look++) {
                double level = LookLevel.of(0.05, look);
                double[] differences = random.doubles(60)
                        .map(u -> (u - 0.5) * (u < 0.1 ? 20 : 1))
                        .toArray();
                for (int i = 0; i < differences.length; i++) {
                    differences[i] = random.nextBoolean() ? differences[i] : -differences[i];
                }
                promoted |= SignFlips.pValue(differences, level, champion) <= level;
            }
            promotedByChance += promoted ? 1 : 0;
        }
        // 15 expected; 26 would be three deviations above.
        assertThat(promotedByChance).isLessThanOrEqualTo(26);
    }

    @Test
    void levels_sumToTheWholeLevel() {
        double sum = 0;
        for (int look = 1; look <= 100_000; look++) {
            sum += LookLevel.of(0.05, look);
        }
        assertThat(sum).isBetween(0.0499, 0.05);
        assertThat(LookLevel.of(0.05, 1)).isEqualTo(0.025);
        assertThat(LookLevel.of(0.05, Integer.MAX_VALUE)).isPositive();
    }

    @Test
    void bootstrap_boundsTheMeanAsStudentWould() {
        double[] differences = new Random(2).doubles(400).toArray();
        double mean = Arrays.stream(differences).average().orElseThrow();
        double error = Math.sqrt(1 / 12.0 / 400);
        assertThat(PairedBootstrap.upperBound(differences, 0.05, 1))
                .isCloseTo(mean + 1.645 * error, within(0.2 * error));
        assertThat(PairedBootstrap.upperBound(differences, 1e-7, 1)).isBetween(mean + 5 * error, mean + 6 * error);
    }

    /** R: binom.test(b, b + c, alternative = "greater"). */
    @Test
    void mcNemar_givesTheExactBinomialTail() {
        assertThat(McNemar.pValue(0, 0)).isEqualTo(1);
        assertThat(McNemar.pValue(0, 9)).isEqualTo(1);
        assertThat(McNemar.pValue(5, 0)).isCloseTo(0.03125, within(1e-12));
        assertThat(McNemar.pValue(8, 2)).isCloseTo(0.0546875, within(1e-12));
        assertThat(McNemar.pValue(9, 2)).isCloseTo(0.03271484375, within(1e-12));
        assertThat(McNemar.pValue(2000, 2000)).isBetween(0.5, 0.51);
    }
}
