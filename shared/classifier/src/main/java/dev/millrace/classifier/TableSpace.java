package dev.millrace.classifier;

import dev.millrace.document.Content;
import dev.millrace.document.FeatureValue;
import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.document.ModelDefinition.Kind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The features of a table's row: standardised numbers and one feature a category. A missing column, an unknown category
 * and a value of the other type say nothing: they add no feature.
 */
record TableSpace(List<Column> columns) implements FeatureSpace {
    /** In deviations: a number from nowhere must not make a score that is no number. */
    private static final double FARTHEST = 1e6;

    TableSpace {
        columns = List.copyOf(columns);
    }

    @Override
    public Kind kind() {
        return Kind.TABULAR;
    }

    @Override
    public Map<String, FeatureType> columnTypes() {
        Map<String, FeatureType> types = new LinkedHashMap<>();
        columns.forEach(column -> types.put(column.name(), column.type()));
        return types;
    }

    @Override
    public int size() {
        return columns.stream().mapToInt(Column::width).sum();
    }

    @Override
    public void fill(Content content, Scratch scratch) {
        Map<String, FeatureValue> row = row(content);
        scratch.makeRoom(columns.size());
        int size = 0;
        int first = 0;
        for (Column column : columns) {
            FeatureValue value = row.get(column.name());
            int offset = offset(column, value);
            if (offset >= 0) {
                scratch.features[size] = first + offset;
                scratch.values[size++] = value(column, value);
            }
            first += column.width();
        }
        scratch.size = size;
    }

    @Override
    public String[] names(Content content, SparseVector vector) {
        String[] names = new String[vector.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = name(vector.features()[i]);
        }
        return names;
    }

    @Override
    public long memoryBytes() {
        return 64L * size();
    }

    private String name(int feature) {
        int first = 0;
        for (Column column : columns) {
            if (feature < first + column.width()) {
                return switch (column) {
                    case Column.Numeric number -> number.name();
                    case Column.Categorical category ->
                        category.name() + "=" + category.categories().get(feature - first);
                };
            }
            first += column.width();
        }
        throw new IllegalArgumentException("no feature " + feature);
    }

    /** Which of the column's features the value sets, or -1. */
    private static int offset(Column column, @Nullable FeatureValue value) {
        return switch (column) {
            case Column.Numeric known -> value instanceof FeatureValue.Numeric ? 0 : -1;
            case Column.Categorical set ->
                value instanceof FeatureValue.Categorical category
                        ? Math.max(-1, Collections.binarySearch(set.categories(), category.value()))
                        : -1;
        };
    }

    private static double value(Column column, @Nullable FeatureValue value) {
        return column instanceof Column.Numeric known && value instanceof FeatureValue.Numeric number
                ? Math.clamp((number.value() - known.mean()) * known.scale(), -FARTHEST, FARTHEST)
                : 1;
    }

    private static Map<String, FeatureValue> row(Content content) {
        if (content instanceof Content.Features features) {
            return features.values();
        }
        throw new IllegalArgumentException("a tabular model reads features, not text");
    }
}
