package dev.millrace.document;

import dev.millrace.document.GateSettings.Promote;
import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.document.ModelDefinition.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Models for the tests. */
final class Definitions {
    static final TrainerSettings TRAINER = new TrainerSettings(List.of(1.0), 5, 1, 2, 1);
    static final GateSettings GATE = new GateSettings(
            Promote.BETTER,
            0.05,
            0.01,
            5,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of());

    private Definitions() {}

    static ModelDefinition text(String name, boolean byDefault, Set<String> labels) {
        return new ModelDefinition(
                new ModelName(name), Kind.TEXT, byDefault, labels, Map.of(), 100, TRAINER, Optional.empty(), GATE);
    }

    static ModelDefinition table(String name) {
        Map<String, FeatureType> features = new LinkedHashMap<>();
        features.put("width", FeatureType.NUMERIC);
        features.put("colour", FeatureType.CATEGORICAL);
        return new ModelDefinition(
                new ModelName(name), Kind.TABULAR, true, Set.of(), features, 100, TRAINER, Optional.empty(), GATE);
    }
}
