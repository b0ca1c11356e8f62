package dev.millrace.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One model of the models file.
 *
 * @param labels the labels that are allowed; empty: any
 * @param features the columns of a tabular model in their order; empty for a text model
 * @param textLimit the most characters a text may have
 * @param schedule cron expression of five fields (minute hour day month weekday); none: trained on demand only
 * @param byDefault whether it answers a prediction that names no model
 */
public record ModelDefinition(
        ModelName name,
        Kind kind,
        boolean byDefault,
        Set<String> labels,
        Map<String, FeatureType> features,
        int textLimit,
        TrainerSettings trainer,
        Optional<String> schedule,
        GateSettings gate) {

    /** What a model reads. */
    public enum Kind {
        TEXT,
        TABULAR
    }

    /** What a column of a tabular model holds. */
    public enum FeatureType {
        NUMERIC,
        CATEGORICAL
    }

    public ModelDefinition {
        labels = Collections.unmodifiableSet(new LinkedHashSet<>(labels));
        features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
        if (labels.size() == 1) {
            throw new IllegalArgumentException("labels names one label only: expected two or more, or none for any");
        }
        labels.forEach(label -> Strings.require("labels", label, Document.LABEL_LIMIT));
        requireKnownFloors(labels, gate);
        if ((kind == Kind.TABULAR) == features.isEmpty()) {
            throw new IllegalArgumentException(
                    kind == Kind.TABULAR
                            ? "features is missing: a tabular model names its features"
                            : "features belongs to a tabular model: remove it, or set kind: tabular");
        }
        if (textLimit < 1) {
            throw new IllegalArgumentException("text_limit is " + textLimit + ": expected at least 1");
        }
    }

    /** No version could ever pass the floor of a label that no document may have. */
    private static void requireKnownFloors(Set<String> labels, GateSettings gate) {
        gate.floors().keySet().stream()
                .filter(label -> !labels.isEmpty() && !labels.contains(label))
                .findFirst()
                .ifPresent(label -> {
                    throw new IllegalArgumentException(
                            "gate.labels." + label + " is not known: expected one of " + labels);
                });
    }
}
