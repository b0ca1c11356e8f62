package dev.millrace.document;

import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.document.ModelDefinition.Kind;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules that the models file sets for a document. ingest answers a breach with 422, clean dead-letters it. */
public final class DocumentRules {
    private final Models models;

    public DocumentRules(Models models) {
        this.models = models;
    }

    /** Returns the model's definition; throws {@link InvalidInput} naming the field that breaks a rule. */
    public ModelDefinition check(Document document) {
        ModelDefinition model = models.require(document.model());
        checkLabel(model, document.label());
        checkContent(model, document.content());
        return model;
    }

    /** The part that a prediction shares: content of the model's kind, within its limits. */
    public static void checkContent(ModelDefinition model, Content content) {
        switch (content) {
            case Content.Text text -> checkText(model, text.value());
            case Content.Features features -> checkFeatures(model, features.values());
            case Content.None none -> {}
        }
    }

    private static void checkLabel(ModelDefinition model, Optional<String> label) {
        if (label.isPresent() && !model.labels().isEmpty() && !model.labels().contains(label.get())) {
            throw InvalidInput.of(
                    "unknown-label",
                    "label",
                    "'" + Strings.shown(label.get()) + "' is not a label of model '" + model.name()
                            + "': expected one of " + model.labels());
        }
    }

    private static void checkText(ModelDefinition model, String text) {
        if (model.kind() != Kind.TEXT) {
            throw InvalidInput.of(
                    "wrong-kind",
                    "text",
                    "does not fit model '" + model.name() + "', which is tabular: expected features "
                            + model.features().keySet());
        }
        if (text.length() > model.textLimit()) {
            throw InvalidInput.of(
                    "text-too-long",
                    "text",
                    "has " + text.length() + " characters: expected at most " + model.textLimit());
        }
    }

    private static void checkFeatures(ModelDefinition model, Map<String, FeatureValue> values) {
        if (model.kind() != Kind.TABULAR) {
            throw InvalidInput.of(
                    "wrong-kind",
                    "features",
                    "does not fit model '" + model.name() + "', which reads text: expected text");
        }
        model.features().forEach((name, type) -> checkFeature(name, type, values.get(name)));
        for (String name : values.keySet()) {
            if (!model.features().containsKey(name)) {
                throw InvalidInput.of(
                        "unknown-feature",
                        "features." + Strings.shown(name),
                        "is not a feature of model '" + model.name() + "': expected "
                                + model.features().keySet());
            }
        }
    }

    private static void checkFeature(String name, FeatureType type, @Nullable FeatureValue value) {
        String field = "features." + name;
        if (value == null) {
            throw InvalidInput.of("missing-feature", field, "is missing: expected a " + word(type));
        }
        FeatureType found = switch (value) {
            case FeatureValue.Numeric n -> FeatureType.NUMERIC;
            case FeatureValue.Categorical c -> FeatureType.CATEGORICAL;
        };
        if (found != type) {
            throw InvalidInput.of("wrong-feature-type", field, "is a " + word(found) + ": expected a " + word(type));
        }
    }

    private static String word(FeatureType type) {
        return type == FeatureType.NUMERIC ? "number" : "string";
    }
}
