package dev.millrace.runtime;

import dev.millrace.document.GateSettings;
import dev.millrace.document.InvalidInput;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.document.ModelDefinition.Kind;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.document.TrainerSettings;
import io.micronaut.scheduling.cron.CronExpression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads models.yml. What is wrong is an {@link InvalidSetting} that names the path of the key. */
public final class ModelsFile {
    private static final int DEFAULT_TEXT_LIMIT = 1 << 20;
    private static final Set<String> KEYS =
            Set.of("name", "kind", "default", "labels", "features", "text_limit", "trainer", "schedule", "gate");
    private static final ZonedDateTime SOME_TIME = ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final Pattern FIVE_FIELDS = Pattern.compile("\\S+( +\\S+){4}");

    private ModelsFile() {}

    /** Reads a file; throws {@link InvalidSetting} naming the file, too. */
    public static Models read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new InvalidSetting("millrace.models-file (MILLRACE_MODELS_FILE) is '" + file + "', which "
                    + Configuration.unreadable(file, e) + ": expected the path of a models.yml");
        } catch (InvalidSetting e) {
            throw new InvalidSetting(file + ": " + e.line());
        }
    }

    public static Models parse(String yaml) {
        YamlMap root = YamlMap.parse(yaml).allow(Set.of("models"));
        List<YamlMap> entries = root.maps("models");
        if (entries.isEmpty()) {
            throw new InvalidSetting("models is empty: expected a list with one model or more");
        }
        List<ModelDefinition> definitions =
                entries.stream().map(ModelsFile::definition).toList();
        try {
            return new Models(definitions);
        } catch (IllegalArgumentException e) {
            throw new InvalidSetting(String.valueOf(e.getMessage()));
        }
    }

    private static ModelDefinition definition(YamlMap model) {
        model.allow(KEYS);
        return checked(model, () -> {
            Kind kind = model.oneOf("kind", Map.of("text", Kind.TEXT, "tabular", Kind.TABULAR))
                    .orElseThrow(() -> model.missing("kind", "text or tabular"));
            return new ModelDefinition(
                    name(model),
                    kind,
                    model.bool("default").orElse(false),
                    new LinkedHashSet<>(model.strings("labels").orElse(List.of())),
                    features(model),
                    model.integer("text_limit").orElse(DEFAULT_TEXT_LIMIT),
                    model.map("trainer").map(ModelsFile::trainer).orElseGet(() -> trainer(YamlMap.EMPTY)),
                    model.string("schedule").map(cron -> requireCron(model, cron)),
                    model.map("gate").map(ModelsFile::gate).orElseGet(() -> gate(YamlMap.EMPTY)));
        });
    }

    private static ModelName name(YamlMap model) {
        String name = model.string("name").orElseThrow(() -> model.missing("name", "a model's name"));
        try {
            return new ModelName(name);
        } catch (InvalidInput e) {
            throw model.wrong("name", e.sentence().replaceFirst("^model ", ""));
        }
    }

    private static Map<String, FeatureType> features(YamlMap model) {
        Map<String, FeatureType> features = new LinkedHashMap<>();
        model.map("features")
                .ifPresent(columns -> columns.keys()
                        .forEach(column -> features.put(
                                column,
                                columns.oneOf(
                                                column,
                                                Map.of(
                                                        "numeric",
                                                        FeatureType.NUMERIC,
                                                        "categorical",
                                                        FeatureType.CATEGORICAL))
                                        .orElseThrow(() -> columns.missing(column, "numeric or categorical")))));
        return features;
    }

    private static TrainerSettings trainer(YamlMap trainer) {
        trainer.allow(Set.of("costs", "folds", "ngrams", "min_documents", "seed"));
        return new TrainerSettings(
                trainer.numbers("costs").orElse(List.of(1.0, 10.0, 100.0, 1000.0)),
                trainer.integer("folds").orElse(5),
                trainer.integer("ngrams").orElse(1),
                trainer.integer("min_documents").orElse(2),
                trainer.integer("seed").orElse(1));
    }

    private static GateSettings gate(YamlMap gate) {
        gate.allow(Set.of(
                "promote",
                "level",
                "margin",
                "min_holdout_per_label",
                "min_accuracy",
                "min_macro_f1",
                "max_log_loss",
                "max_calibration_error",
                "labels"));
        return new GateSettings(
                gate.oneOf(
                                "promote",
                                Map.of(
                                        "better", GateSettings.Promote.BETTER,
                                        "not-worse", GateSettings.Promote.NOT_WORSE))
                        .orElse(GateSettings.Promote.BETTER),
                gate.number("level").orElse(0.05),
                gate.number("margin").orElse(0.01),
                gate.integer("min_holdout_per_label").orElse(5),
                gate.number("min_accuracy"),
                gate.number("min_macro_f1"),
                gate.number("max_log_loss"),
                gate.number("max_calibration_error"),
                floors(gate));
    }

    private static Map<String, GateSettings.LabelFloor> floors(YamlMap gate) {
        Map<String, GateSettings.LabelFloor> floors = new LinkedHashMap<>();
        gate.map("labels")
                .ifPresent(labels -> labels.keys().forEach(label -> {
                    YamlMap floor =
                            labels.map(label).orElseThrow(() -> labels.missing(label, "min_precision or min_recall"));
                    floor.allow(Set.of("min_precision", "min_recall"));
                    floors.put(
                            label,
                            new GateSettings.LabelFloor(floor.number("min_precision"), floor.number("min_recall")));
                }));
        return floors;
    }

    /** A cron expression of five fields: minute, hour, day, month, weekday. */
    private static String requireCron(YamlMap model, String cron) {
        String expected = "is '" + cron + "': expected five fields (minute hour day month weekday), as \"0 3 * * *\"";
        if (!FIVE_FIELDS.matcher(cron.strip()).matches()) {
            throw model.wrong("schedule", expected);
        }
        try {
            // One that never comes, such as 30 February, shows here: it is looked for in four years.
            CronExpression.create(cron.strip()).nextTimeAfter(SOME_TIME);
        } catch (IllegalArgumentException e) {
            throw model.wrong("schedule", expected);
        }
        return cron.strip();
    }

    private interface Making {
        ModelDefinition make();
    }

    /** Puts the model's path before the message of a record's own check. */
    private static ModelDefinition checked(YamlMap model, Making making) {
        try {
            return making.make();
        } catch (InvalidInput e) {
            throw new InvalidSetting(model.path() + "." + e.sentence());
        } catch (IllegalArgumentException e) {
            throw new InvalidSetting(model.path() + "." + e.getMessage());
        }
    }
}
