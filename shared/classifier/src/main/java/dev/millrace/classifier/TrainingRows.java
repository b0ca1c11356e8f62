package dev.millrace.classifier;

import dev.millrace.document.ContentHash;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The training side in its fixed order, by content hash and id, so that the order in which rows came changes nothing.
 *
 * @param labels all labels, sorted
 * @param labelOf the label's number of each row
 */
record TrainingRows(List<Example> examples, List<String> labels, int[] labelOf) {
    private static final Comparator<Example> ORDER = Comparator.comparing(
                    (Example example) -> example.hash().bytes(), Arrays::compareUnsigned)
            .thenComparing(Example::id);

    /** Throws {@link UntrainableException} when there are too few rows or labels. */
    static TrainingRows of(List<Example> trainingSide, int folds) {
        List<Example> examples = trainingSide.stream().sorted(ORDER).toList();
        List<String> labels =
                examples.stream().map(Example::label).distinct().sorted().toList();
        int least = 2 * folds;
        if (examples.size() < least) {
            throw new UntrainableException("The training side has " + examples.size() + " labelled documents: at least "
                    + least + " are needed, two a fold.");
        }
        if (labels.size() < 2) {
            throw new UntrainableException("All " + examples.size() + " documents of the training side have the label '"
                    + labels.getFirst() + "': at least two labels are needed.");
        }
        int[] labelOf = examples.stream()
                .mapToInt(example -> labels.indexOf(example.label()))
                .toArray();
        return new TrainingRows(examples, labels, labelOf);
    }

    int[] foldOf(int folds) {
        int[] foldOf = examples.stream()
                .map(Example::hash)
                .mapToInt((ContentHash hash) -> Split.fold(hash, folds))
                .toArray();
        if (Arrays.stream(foldOf).distinct().count() < 2) {
            throw new UntrainableException("All " + examples.size()
                    + " documents of the training side fall into one fold: more different documents are needed.");
        }
        return foldOf;
    }
}
