package dev.millrace.classifier;

/**
 * McNemar's exact test, one-sided: of the rows that exactly one of two classifiers gets wrong, how likely is it that so
 * many or more are the candidate's, were each as likely to be the other's?
 */
final class McNemar {
    private McNemar() {}

    static double pValue(int candidateOnlyErrors, int championOnlyErrors) {
        int rows = candidateOnlyErrors + championOnlyErrors;
        double logChoose = 0; // ln of (rows choose errors)
        double sum = 0;
        for (int errors = 0; errors <= rows; errors++) {
            if (errors >= candidateOnlyErrors) {
                sum += StrictMath.exp(logChoose - rows * StrictMath.log(2));
            }
            logChoose += StrictMath.log((double) (rows - errors) / (errors + 1));
        }
        return Math.min(1, sum);
    }
}
