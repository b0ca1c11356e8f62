package dev.millrace.train;

import dev.millrace.document.GateSettings;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.TrainerSettings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A model's definition as the lineage keeps it, with the keys of models.yml; the schedule is left out: it changes no model. */
final class ModelSettings {
    private ModelSettings() {}

    static Map<String, Object> of(ModelDefinition model) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("kind", word(model.kind()));
        settings.put("labels", model.labels());
        Map<String, Object> features = new LinkedHashMap<>();
        model.features().forEach((name, type) -> features.put(name, word(type)));
        settings.put("features", features);
        settings.put("text_limit", model.textLimit());
        settings.put("trainer", trainer(model.trainer()));
        settings.put("gate", gate(model.gate()));
        return settings;
    }

    private static Map<String, Object> trainer(TrainerSettings trainer) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("costs", trainer.costs());
        settings.put("folds", trainer.folds());
        settings.put("ngrams", trainer.ngrams());
        settings.put("min_documents", trainer.minDocuments());
        settings.put("seed", trainer.seed());
        return settings;
    }

    private static Map<String, Object> gate(GateSettings gate) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("promote", word(gate.promote()));
        settings.put("level", gate.level());
        settings.put("margin", gate.margin());
        settings.put("min_holdout_per_label", gate.minHoldoutPerLabel());
        settings.put("min_accuracy", gate.minAccuracy());
        settings.put("min_macro_f1", gate.minMacroF1());
        settings.put("max_log_loss", gate.maxLogLoss());
        settings.put("max_calibration_error", gate.maxCalibrationError());
        Map<String, Object> labels = new TreeMap<>();
        gate.floors().forEach((label, floor) -> labels.put(label, floor(floor)));
        settings.put("labels", labels);
        return settings;
    }

    private static Map<String, Object> floor(GateSettings.LabelFloor floor) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("min_precision", floor.minPrecision());
        settings.put("min_recall", floor.minRecall());
        return settings;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
