package dev.millrace.classifier;

import dev.millrace.document.ModelDefinition.FeatureType;
import java.util.List;

/** One column of a table, as a model knows it from its training side. */
sealed interface Column {
    String name();

    FeatureType type();

    /** How many features it makes. */
    int width();

    /** A number, brought to mean 0 and deviation 1; {@code scale} is 1 / deviation, or 0 when all values were one. */
    record Numeric(String name, double mean, double scale) implements Column {
        @Override
        public FeatureType type() {
            return FeatureType.NUMERIC;
        }

        @Override
        public int width() {
            return 1;
        }
    }

    /** One feature a category, in sorted order; a category that was never seen makes none. */
    record Categorical(String name, List<String> categories) implements Column {
        public Categorical {
            categories = List.copyOf(categories);
        }

        @Override
        public FeatureType type() {
            return FeatureType.CATEGORICAL;
        }

        @Override
        public int width() {
            return categories.size();
        }
    }
}
