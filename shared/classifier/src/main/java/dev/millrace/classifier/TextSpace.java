package dev.millrace.classifier;

import dev.millrace.document.Content;
import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.document.ModelDefinition.Kind;
import dev.millrace.text.Ngrams;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

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
    public void fill(Content content, Scratch scratch) {
        int hashes = scratch.ngrams.hash(textOf(content), ngrams);
        scratch.makeRoom(hashes);
        int found = vocabulary.findAll(scratch.ngrams.hashes(), hashes, scratch.features);
        scratch.size = scratch.counts.count(scratch.features, found);
        weigh(scratch);
    }

    void weigh(Scratch scratch) {
        int[] features = scratch.features;
        double[] values = scratch.values;
        int size = scratch.size;
        double squares = 0;
        for (int i = 0; i < size; i++) {
            double value = countWeight(scratch.counts.count(i)) * vocabulary.weight(features[i]);
            values[i] = value;
            squares += value * value;
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < size; i++) {
            values[i] /= length;
        }
    }

    /** The first n-gram of the text that each feature stands for. */
    @Override
    public String[] names(Content content, SparseVector vector) {
        Ngrams document = Ngrams.of(textOf(content), ngrams);
        String[] names = new String[vector.size()];
        int named = 0;
        Set<Integer> seen = HashSet.newHashSet(names.length);
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

    private static String textOf(Content content) {
        if (content instanceof Content.Text text) {
            return text.value();
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
