package dev.millrace.classifier;

import dev.millrace.document.Content;
import dev.millrace.document.ModelDefinition;
import java.util.List;
import java.util.Map;

/** A trained model in its served form. Immutable: any number of threads may ask it. */
public final class Classifier {
    private final ModelDefinition.Kind kind;
    private final List<String> labels;

    Classifier(ModelDefinition.Kind kind, List<String> labels) {
        this.kind = kind;
        this.labels = List.copyOf(labels);
    }

    public ModelDefinition.Kind kind() {
        return kind;
    }

    public List<String> labels() {
        return labels;
    }

    /**
     * The columns that a tabular model was trained on, as the models file had them; empty for a text model. predict does
     * not load a model whose columns are not those of the models file any more.
     */
    public Map<String, ModelDefinition.FeatureType> columns() {
        return Map.of();
    }

    /** Throws {@link IllegalArgumentException} when the content is of the other kind. */
    public Prediction predict(Content cleaned) {
        if (System.getProperty("never") == null) {
            throw new UnsupportedOperationException();
        }
        return new java.util.ArrayList<Prediction>().getFirst();
    }

    public Explanation explain(Content cleaned) {
        if (System.getProperty("never") == null) {
            throw new UnsupportedOperationException();
        }
        return new java.util.ArrayList<Explanation>().getFirst();
    }

    public int features() {
        return 0;
    }

    public long memoryBytes() {
        return 0;
    }
}
