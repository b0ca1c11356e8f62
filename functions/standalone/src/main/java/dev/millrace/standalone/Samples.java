package dev.millrace.standalone;

import dev.millrace.classifier.Side;
import dev.millrace.classifier.Split;
import dev.millrace.document.ContentHash;
import dev.millrace.document.Document;
import dev.millrace.document.DocumentCodec;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The sample documents of the models that have some, as NDJSON lines. */
final class Samples {
    private static final String FOLDER = "/millrace-samples/";

    private final Map<ModelName, List<String>> lines = new LinkedHashMap<>();

    /** Reads the samples of those models that have a file of their name. */
    Samples(Models models) {
        this(models, Integer.MAX_VALUE);
    }

    /** The same, at most so many of a model. */
    Samples(Models models, int most) {
        models.all().forEach(model -> read(model.name(), most).ifPresent(read -> lines.put(model.name(), read)));
    }

    static String modelsFile() {
        try (InputStream in = resource("models.yml").orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the samples on the class path", e);
        }
    }

    Map<ModelName, List<String>> byModel() {
        return lines;
    }

    long count() {
        return lines.values().stream().mapToLong(List::size).sum();
    }

    /** Some documents that no model trains on: they lie on the holdout side. */
    List<Document> unseen(ModelName model, int most) {
        return lines.getOrDefault(model, List.of()).stream()
                .map(line -> DocumentCodec.readRequest(line.getBytes(StandardCharsets.UTF_8), () -> {
                    throw new IllegalStateException("every sample has an id");
                }))
                .filter(document -> Split.side(ContentHash.of(document.content())) == Side.HOLDOUT)
                .limit(most)
                .toList();
    }

    /** Lines as a request body. */
    static InputStream body(List<String> lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String line : lines) {
            bytes.writeBytes(line.getBytes(StandardCharsets.UTF_8));
            bytes.write('\n');
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static Optional<List<String>> read(ModelName model, int most) {
        return resource(model + ".jsonl.gz").map(in -> {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
                return reader.lines().limit(most).toList();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the samples on the class path", e);
            }
        });
    }

    private static Optional<InputStream> resource(String name) {
        return Optional.ofNullable(Samples.class.getResourceAsStream(FOLDER + name));
    }
}
