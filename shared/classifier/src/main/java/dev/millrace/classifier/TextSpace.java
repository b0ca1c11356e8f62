package dev.millrace.classifier;

import dev.millrace.document.Content;
import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.document.ModelDefinition.Kind;
import dev.millrace.text.Ngrams;
import java.util.Map;

/**
 * The features of a text: n-grams of its vocabulary, each (1 + ln of its count) times its weight, the whole of length 1.
 * A text without a known n-gram is the zero vector.
 */
record TextSpace(Vocabulary vocabulary, int ngrams) implements FeatureSpace {
    private static final double[] COUNT_WEIGHTS = countWeights();

    @Override
    public Kind kind() {
        return Kind.TEXT;
    }

    @Override
    public Map<String, FeatureType> columnTypes() {
        return Map.of();
    }

    @Override
    public int size() {
        return vocabulary.size();
    }

    @Override
    public SparseVector vector(Content content) {
        return vector(ngramsOf(content));
    }

    SparseVector vector(Ngrams document) {
        FeatureCounts counts = new FeatureCounts(document.size());
        for (int i = 0; i < document.size(); i++) {
            int feature = vocabulary.find(document.hash(i));
            if (feature >= 0) {
                counts.add(feature);
            }
        }
        int size = counts.size();
        double[] values = new double[size];
        double squares = 0;
        for (int i = 0; i < size; i++) {
            values[i] = countWeight(counts.count(i)) * vocabulary.weight(counts.feature(i));
            squares += values[i] * values[i];
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < size; i++) {
            values[i] /= length;
        }
        return new SparseVector(counts.features(), values, size);
    }

    /** The first n-gram of the text that each feature stands for. */
    @Override
    public String[] names(Content content, SparseVector vector) {
        Ngrams document = ngramsOf(content);
        String[] names = new String[vector.size()];
        int named = 0;
        FeatureCounts seen = new FeatureCounts(document.size());
        for (int i = 0; i < document.size() && named < names.length; i++) {
            int feature = vocabulary.find(document.hash(i));
            if (feature >= 0 && seen.add(feature)) {
                names[named++] = document.text(i); // the vector's order is that of first occurrence, too
            }
        }
        return names;
    }

    @Override
    public long memoryBytes() {
        return vocabulary.memoryBytes();
    }

    private Ngrams ngramsOf(Content content) {
        if (content instanceof Content.Text text) {
            return Ngrams.of(text.value(), ngrams);
        }
        throw new IllegalArgumentException("a text model reads text, not features");
    }

    private static double countWeight(int count) {
        return count < COUNT_WEIGHTS.length ? COUNT_WEIGHTS[count] : 1 + StrictMath.log(count);
    }

    private static double[] countWeights() {
        double[] weights = new double[64];
        for (int count = 1; count < weights.length; count++) {
            weights[count] = 1 + StrictMath.log(count);
        }
        return weights;
    }
}
