package dev.millrace.document;

import java.util.List;

/**
 * How a model is trained: L2-regularised logistic regression (LIBLINEAR's L2R_LR).
 *
 * @param costs the costs C to try, all on the same folds; the one of least log loss is taken
 * @param folds folds of the cross-validation on the training side, 2 to 20
 * @param ngrams text: the longest run of tokens that makes a feature, 1 to 3
 * @param minDocuments text: a feature must occur in that many documents of the training side
 * @param seed of everything that is drawn
 */
public record TrainerSettings(List<Double> costs, int folds, int ngrams, int minDocuments, long seed) {
    public TrainerSettings {
        costs = List.copyOf(costs);
        if (costs.isEmpty() || costs.stream().anyMatch(c -> !(c > 0) || c.isInfinite())) {
            throw new IllegalArgumentException("trainer.costs is " + costs + ": expected positive numbers");
        }
        requireWithin("trainer.folds", folds, 2, 20);
        requireWithin("trainer.ngrams", ngrams, 1, 3);
        requireWithin("trainer.min_documents", minDocuments, 1, 1_000_000);
    }

    private static void requireWithin(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " is " + value + ": expected a whole number from " + least + " to " + most);
        }
    }
}
