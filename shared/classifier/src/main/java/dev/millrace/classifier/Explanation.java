package dev.millrace.classifier;

import java.util.List;

/**
 * Why a document got its label. Exact: {@code bias} and all contributions sum to {@code score} (to 1e-9), which is the
 * score that the prediction's probabilities were made of.
 *
 * @param label the predicted label
 * @param score the uncalibrated score of that label: above 0 speaks for it
 * @param contributions of the document's own features, the strongest first
 */
public record Explanation(String label, double score, double bias, List<Contribution> contributions) {

    /** What one feature added to the score: a run of tokens, or a column (with its value, when categorical). */
    public record Contribution(String feature, double contribution) {}

    public Explanation {
        contributions = List.copyOf(contributions);
    }
}
