package dev.millrace.predict;

import dev.millrace.document.ModelName;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Everything this replica has loaded, at one moment. A request takes one of these and keeps to it, so that all its answers
 * come of the same versions, whatever is swapped meanwhile.
 *
 * @param models the models of the models file, and no others
 * @param readAt when the registry was last read; none: not yet
 * @param trouble why the last reading of the registry failed; none: it did not
 */
record LoadedModels(Map<ModelName, ServedModel> models, Optional<Instant> readAt, Optional<String> trouble) {
    LoadedModels {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    }

    /** Throws for a model that is not in the models file: ask that first. */
    ServedModel of(ModelName name) {
        ServedModel model = models.get(name);
        if (model == null) {
            throw new IllegalArgumentException("model '" + name + "' is not in the models file");
        }
        return model;
    }
}
