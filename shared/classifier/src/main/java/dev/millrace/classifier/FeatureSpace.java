package dev.millrace.classifier;

import dev.millrace.document.Content;
import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.document.ModelDefinition.Kind;
import java.util.Arrays;
import java.util.Map;

/** From a content to numbered features: the same code when a model is trained and when it serves. Immutable. */
sealed interface FeatureSpace permits TextSpace, TableSpace {
    Kind kind();

    /** The columns of a table, in their order; none for texts. */
    Map<String, FeatureType> columnTypes();

    /** How many features there are; their numbers are 0 to one less. */
    int size();

    /**
     * Leaves the content's features and values in the scratch. Throws {@link IllegalArgumentException} when the content is
     * of the other kind.
     */
    void fill(Content content, Scratch scratch);

    /** As {@link #fill}, for keeping. */
    default SparseVector vector(Content content, Scratch scratch) {
        fill(content, scratch);
        return new SparseVector(
                Arrays.copyOf(scratch.features, scratch.size),
                Arrays.copyOf(scratch.values, scratch.size),
                scratch.size);
    }

    default SparseVector vector(Content content) {
        return vector(content, new Scratch());
    }

    /** What people call the features of a vector that {@link #vector} made of this content, in the vector's order. */
    String[] names(Content content, SparseVector vector);

    long memoryBytes();
}
