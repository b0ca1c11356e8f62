package dev.millrace.classifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.document.Content;
import dev.millrace.document.ContentHash;
import dev.millrace.document.Document;
import dev.millrace.document.DocumentCodec;
import dev.millrace.document.DocumentId;
import dev.millrace.document.GateSettings;
import dev.millrace.document.GateSettings.Promote;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.document.ModelDefinition.Kind;
import dev.millrace.document.ModelName;
import dev.millrace.document.TrainerSettings;
import dev.millrace.text.TextCleaner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** The sample documents as examples, and their models with the settings that the samples ship with. */
final class Samples {
    static final TrainerSettings SPAM_TRAINER = new TrainerSettings(List.of(30.0, 100.0, 300.0, 1000.0), 5, 1, 2, 1);
    static final TrainerSettings IRIS_TRAINER = new TrainerSettings(List.of(1.0, 10.0, 100.0, 1000.0), 10, 1, 1, 1);
    static final ModelDefinition SPAM = textModel(SPAM_TRAINER);
    static final ModelDefinition IRIS = model("iris", Kind.TABULAR, irisColumns(), IRIS_TRAINER);

    private static final TextCleaner CLEANER = new TextCleaner(1 << 20);

    private Samples() {}

    static List<Example> spam() {
        return examples("spam");
    }

    static List<Example> iris() {
        return examples("iris");
    }

    static List<Example> side(List<Example> examples, Side side) {
        return examples.stream()
                .filter(example -> Split.side(example.hash()) == side)
                .toList();
    }

    static ModelDefinition textModel(TrainerSettings trainer) {
        return model("spam", Kind.TEXT, Map.of(), trainer);
    }

    static ModelDefinition tableModel(Map<String, FeatureType> columns) {
        return model("table", Kind.TABULAR, columns, IRIS_TRAINER);
    }

    static Example example(String id, Content content, String label) {
        return new Example(new DocumentId(id), content, label, ContentHash.of(content));
    }

    static Content text(String value) {
        return new Content.Text(value);
    }

    private static ModelDefinition model(
            String name, Kind kind, Map<String, FeatureType> columns, TrainerSettings trainer) {
        return new ModelDefinition(
                new ModelName(name),
                kind,
                true,
                Set.of(),
                columns,
                1 << 20,
                trainer,
                Optional.empty(),
                gate(Promote.BETTER));
    }

    static GateSettings gate(Promote promote) {
        return new GateSettings(
                promote,
                0.05,
                0.01,
                5,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private static Map<String, FeatureType> irisColumns() {
        Map<String, FeatureType> columns = new LinkedHashMap<>();
        for (String name : List.of("sepal_length", "sepal_width", "petal_length", "petal_width")) {
            columns.put(name, FeatureType.NUMERIC);
        }
        return columns;
    }

    static String modelsFile() {
        return read("/models.yml", utf8 -> new String(utf8, UTF_8));
    }

    private static List<Example> examples(String name) {
        String lines = read("/" + name + ".jsonl.gz", Samples::unpacked);
        return lines.lines().map(Samples::example).toList();
    }

    private static String unpacked(byte[] gzip) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(String resource, Function<byte[], String> form) {
        try (InputStream in = Objects.requireNonNull(Samples.class.getResourceAsStream(resource), resource)) {
            return form.apply(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Example example(String line) {
        Document document = DocumentCodec.readRequest(line.getBytes(UTF_8), () -> new DocumentId("none"));
        Content cleaned = switch (document.content()) {
            case Content.Text text -> new Content.Text(CLEANER.clean(text.value()));
            case Content.Features features -> features;
            case Content.None none -> none;
        };
        return new Example(document.id(), cleaned, document.label().orElseThrow(), ContentHash.of(document.content()));
    }
}
