package dev.millrace.classifier;

/**
 * How much of the error level each look may spend. A champion is challenged again and again on the same holdout; were each
 * look tested at the full level, one of them would win by chance. Look k may spend {@code level / (k (k + 1))}: that sums
 * to the level over all looks, however many there will be, and half of it goes to the first.
 */
final class LookLevel {
    private LookLevel() {}

    static double of(double level, int look) {
        if (look < 1) {
            throw new IllegalArgumentException("look is " + look + ": the first is 1");
        }
        return level / look / (look + 1.0);
    }
}
