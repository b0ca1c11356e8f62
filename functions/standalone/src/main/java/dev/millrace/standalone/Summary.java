package dev.millrace.standalone;

import dev.millrace.document.Document;
import dev.millrace.document.DocumentCodec;
import dev.millrace.document.JsonObject;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code up --once} reports: each model's version with its figures on the holdout, and what it says of a few documents
 * it was not trained on.
 */
record Summary(List<Line> lines) {
    private static final int PREDICTIONS = 3;

    /** @param rows documents of the snapshot, both sides of the split */
    record Line(
            String model,
            String version,
            long rows,
            double accuracy,
            double macroF1,
            double logLoss,
            double calibrationError,
            double crossValidationAccuracy,
            double trainSeconds,
            List<Predicted> predictions) {}

    /** @param given the label the document came with */
    record Predicted(String id, String given, String label, Map<String, Double> probabilities) {}

    static Summary of(Api api, Models models, Samples samples) {
        List<Line> lines = new ArrayList<>();
        for (ModelDefinition model : models.all()) {
            String name = model.name().value();
            JsonObject registered = api.get("/registry/models").objects("models").orElseThrow().stream()
                    .filter(line -> line.requireString("model").equals(name))
                    .findFirst()
                    .orElseThrow(() -> new StartException("the registry does not know model " + name));
            String version = FirstStart.champion(registered)
                    .orElseThrow(() -> new StartException("model " + name + " has no version that is served"));
            lines.add(line(api, model.name(), version, samples));
        }
        return new Summary(lines);
    }

    private static Line line(Api api, ModelName model, String version, Samples samples) {
        JsonObject metrics = api.get("/registry/models/" + model + "/versions/" + version)
                .object("metrics")
                .orElseThrow();
        JsonObject rows = metrics.object("rows").orElseThrow();
        List<Predicted> predictions = samples.unseen(model, PREDICTIONS).stream()
                .map(document -> predicted(api, document))
                .toList();
        return new Line(
                model.value(),
                version,
                (long) (number(rows, "train") + number(rows, "holdout")),
                number(metrics, "accuracy"),
                number(metrics, "macro_f1"),
                number(metrics, "log_loss"),
                number(metrics, "calibration_error"),
                number(metrics.object("cross_validation").orElseThrow(), "accuracy"),
                number(metrics, "train_seconds"),
                predictions);
    }

    private static Predicted predicted(Api api, Document document) {
        JsonObject answer =
                api.post("/predict", new String(DocumentCodec.writeQuestion(document), StandardCharsets.UTF_8));
        JsonObject probabilities = answer.object("probabilities").orElseThrow();
        Map<String, Double> byLabel = new LinkedHashMap<>();
        probabilities.names().forEach(label -> byLabel.put(label, number(probabilities, label)));
        return new Predicted(
                document.id().value(), document.label().orElse("?"), answer.requireString("label"), byLabel);
    }

    private static double number(JsonObject json, String name) {
        return json.number(name).orElseThrow(() -> new StartException("the registry has no figure " + name));
    }

    String table(double seconds) {
        StringBuilder text = new StringBuilder("\n");
        add(
                text,
                "%-8s %7s %6s %9s %9s %9s %12s %8s%n",
                "model",
                "version",
                "rows",
                "accuracy",
                "macro-F1",
                "log loss",
                "calibration",
                "train s");
        for (Line line : lines) {
            add(
                    text,
                    "%-8s %7s %6d %9.4f %9.4f %9.4f %12.4f %8.1f%n",
                    line.model(),
                    line.version(),
                    line.rows(),
                    line.accuracy(),
                    line.macroF1(),
                    line.logLoss(),
                    line.calibrationError(),
                    line.trainSeconds());
        }
        text.append("\ndocuments no version was trained on:\n");
        for (Line line : lines) {
            for (Predicted predicted : line.predictions()) {
                add(
                        text,
                        "  %-8s %-34s came as %-12s predicted %-12s %s%n",
                        line.model(),
                        predicted.id(),
                        predicted.given(),
                        predicted.label(),
                        shown(predicted.probabilities()));
            }
        }
        add(text, "%nfigures are on the holdout, which no version is trained on; all of it took %.1f s%n", seconds);
        return text.toString();
    }

    String json(double seconds) {
        StringBuilder text = new StringBuilder("{\"models\":{");
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            // Names of models need no escaping.
            add(
                    text,
                    "%s\"%s\":{\"version\":%s,\"rows\":%d,\"accuracy\":%.6f,\"macro_f1\":%.6f,\"log_loss\":%.6f,"
                            + "\"calibration_error\":%.6f,\"cross_validation_accuracy\":%.6f,\"train_seconds\":%.3f}",
                    i == 0 ? "" : ",",
                    line.model(),
                    line.version(),
                    line.rows(),
                    line.accuracy(),
                    line.macroF1(),
                    line.logLoss(),
                    line.calibrationError(),
                    line.crossValidationAccuracy(),
                    line.trainSeconds());
        }
        add(text, "},\"seconds\":%.3f}%n", seconds);
        return text.toString();
    }

    private static String shown(Map<String, Double> probabilities) {
        StringBuilder text = new StringBuilder();
        probabilities.forEach((label, probability) -> add(text, "%s %.3f  ", label, probability));
        return text.toString().strip();
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static void add(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
