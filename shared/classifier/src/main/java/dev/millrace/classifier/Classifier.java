package dev.millrace.classifier;

import dev.millrace.classifier.Explanation.Contribution;
import dev.millrace.document.Content;
import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.document.ModelDefinition.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A trained model in its served form: a feature space, linear scores, a calibration. Immutable: any number of threads may
 * ask it. A content of the other kind is an {@link IllegalArgumentException}.
 */
public final class Classifier {
    private final List<String> labels;
    private final FeatureSpace space;
    private final Weights weights;
    private final Calibration calibration;

    Classifier(List<String> labels, FeatureSpace space, Weights weights, Calibration calibration) {
        this.labels = List.copyOf(labels);
        this.space = space;
        this.weights = weights;
        this.calibration = calibration;
    }

    public Kind kind() {
        return space.kind();
    }

    /** All labels it can give, sorted. */
    public List<String> labels() {
        return labels;
    }

    /** The columns that a tabular model was trained on, in their order; none for a text model. */
    public Map<String, FeatureType> columns() {
        return space.columnTypes();
    }

    /** The probabilities of a text that was cleaned, or of a row. */
    public Prediction predict(Content cleaned) {
        return predict(cleaned, new Scratch());
    }

    /** As {@link #predict(Content)}; with a scratch kept for the purpose, nothing is allocated but the answer. */
    public Prediction predict(Content cleaned, Scratch kept) {
        Scratch scratch = kept.fitting(cleaned);
        space.fill(cleaned, scratch);
        double[] probabilities = new double[labels.size()];
        weights.addScores(scratch.features, scratch.values, scratch.size, probabilities);
        calibration.calibrate(probabilities);
        return new Prediction(labels, probabilities, Tally.best(probabilities));
    }

    /** Why {@link #predict(Content)} gives its label. */
    public Explanation explain(Content cleaned) {
        SparseVector vector = space.vector(cleaned);
        double[] scores = weights.scores(vector);
        int label = Tally.best(calibration.probabilities(scores));
        String[] names = space.names(cleaned, vector);
        List<Contribution> contributions = new ArrayList<>(names.length);
        for (int i = 0; i < names.length; i++) {
            contributions.add(
                    new Contribution(names[i], vector.values()[i] * weights.weight(vector.features()[i], label)));
        }
        contributions.sort(Comparator.comparingDouble(c -> -Math.abs(c.contribution())));
        return new Explanation(labels.get(label), scores[label], weights.bias(label), contributions);
    }

    /** How many features it knows. */
    public int features() {
        return space.size();
    }

    /** What it takes in memory, near enough to plan by. */
    public long memoryBytes() {
        return space.memoryBytes() + 4L * weights.byFeature().length;
    }

    /** The uncalibrated score of each label. */
    double[] scores(Content cleaned) {
        return weights.scores(space.vector(cleaned));
    }

    FeatureSpace space() {
        return space;
    }

    Weights weights() {
        return weights;
    }

    Calibration calibration() {
        return calibration;
    }
}
