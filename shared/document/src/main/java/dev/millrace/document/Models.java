package dev.millrace.document;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The models file: which models there are. Every function reads the same one. */
public final class Models {
    private final Map<ModelName, ModelDefinition> byName;

    /** Throws {@link IllegalArgumentException} when two definitions share a name or are both the default of a kind. */
    public Models(List<ModelDefinition> definitions) {
        Map<ModelName, ModelDefinition> map = new LinkedHashMap<>();
        for (ModelDefinition definition : definitions) {
            if (map.put(definition.name(), definition) != null) {
                throw new IllegalArgumentException("models names '" + definition.name() + "' twice");
            }
        }
        for (ModelDefinition.Kind kind : ModelDefinition.Kind.values()) {
            List<ModelName> defaults = map.values().stream()
                    .filter(model -> model.kind() == kind && model.byDefault())
                    .map(ModelDefinition::name)
                    .toList();
            if (defaults.size() > 1) {
                throw new IllegalArgumentException("models " + defaults + " all say default: true, for one kind");
            }
        }
        byName = Collections.unmodifiableMap(map);
    }

    public Collection<ModelDefinition> all() {
        return byName.values();
    }

    public Optional<ModelDefinition> find(ModelName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The definition of that name; throws {@link InvalidInput} naming the field {@code model} and the known names. */
    public ModelDefinition require(ModelName name) {
        ModelDefinition model = byName.get(name);
        if (model == null) {
            throw InvalidInput.of(
                    "unknown-model", "model", "'" + name + "' is not in the models file: known are " + byName.keySet());
        }
        return model;
    }

    /** The model that answers for a kind when none is named. */
    public Optional<ModelDefinition> defaultFor(ModelDefinition.Kind kind) {
        return byName.values().stream()
                .filter(model -> model.kind() == kind && model.byDefault())
                .findFirst();
    }
}
