package dev.millrace.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.document.Document;
import dev.millrace.document.DocumentCodec;
import dev.millrace.document.GateSettings;
import dev.millrace.document.GateSettings.Promote;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.document.ModelDefinition.Kind;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.document.TrainerSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** The documents of {@code samples/}, all labelled, and the models that they belong to. */
public final class SampleDocuments {
    private SampleDocuments() {}

    /** 4,702 mails of the model {@code spam}. */
    public static List<Document> spam() {
        return documents(spamLines());
    }

    /** 150 flowers of the model {@code iris}. */
    public static List<Document> iris() {
        return documents(irisLines());
    }

    /** The same mails as a client sends them: JSON, one a line. */
    public static List<String> spamLines() {
        return lines("spam");
    }

    /** The same flowers as a client sends them: JSON, one a line. */
    public static List<String> irisLines() {
        return lines("iris");
    }

    /**
     * {@code spam} (text) and {@code iris} (tabular), each the default of its kind: names, labels and features as in
     * {@code samples/models.yml}, settings for training in a test (three costs, a low floor, no schedule).
     */
    public static Models models() {
        return new Models(List.of(
                model("spam", Kind.TEXT, Set.of("ham", "spam"), Map.of()),
                model("iris", Kind.TABULAR, Set.of("setosa", "versicolor", "virginica"), irisFeatures())));
    }

    private static ModelDefinition model(
            String name, Kind kind, Set<String> labels, Map<String, FeatureType> features) {
        return new ModelDefinition(
                new ModelName(name),
                kind,
                true,
                new LinkedHashSet<>(labels.stream().sorted().toList()),
                features,
                1 << 20,
                new TrainerSettings(List.of(1.0, 10.0, 100.0), 5, 2, 2, 1),
                Optional.empty(),
                new GateSettings(
                        Promote.BETTER,
                        0.05,
                        0.01,
                        5,
                        Optional.of(0.85),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()));
    }

    private static Map<String, FeatureType> irisFeatures() {
        Map<String, FeatureType> features = new LinkedHashMap<>();
        for (String name : List.of("sepal_length", "sepal_width", "petal_length", "petal_width")) {
            features.put(name, FeatureType.NUMERIC);
        }
        return features;
    }

    private static List<Document> documents(List<String> lines) {
        return lines.stream()
                .map(line -> DocumentCodec.readRequest(line.getBytes(UTF_8), () -> {
                    throw new IllegalStateException("a sample without id: " + line);
                }))
                .toList();
    }

    private static List<String> lines(String name) {
        String resource = "/millrace-samples/" + name + ".jsonl.gz";
        InputStream packed = Objects.requireNonNull(SampleDocuments.class.getResourceAsStream(resource), resource);
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(new GZIPInputStream(packed), UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + resource + " cannot be read", e);
        }
    }
}
