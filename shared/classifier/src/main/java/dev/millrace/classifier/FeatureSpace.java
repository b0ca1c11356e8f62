package dev.millrace.classifier;

import dev.millrace.document.Content;
import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.document.ModelDefinition.Kind;
import java.util.Map;

/** From a content to numbered features: the same code when a model is trained and when it serves. Immutable. */
sealed interface FeatureSpace permits TextSpace, TableSpace {
    Kind kind();

    /** The columns of a table, in their order; none for texts. */
    Map<String, FeatureType> columnTypes();

    /** How many features there are; their numbers are 0 to one less. */
    int size();

    /** Throws {@link IllegalArgumentException} when the content is of the other kind. */
    SparseVector vector(Content content);

    /** What people call the features of a vector that {@link #vector} made of this content, in the vector's order. */
    String[] names(Content content, SparseVector vector);

    long memoryBytes();
}
