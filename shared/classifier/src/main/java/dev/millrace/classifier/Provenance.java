package dev.millrace.classifier;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.tribuo.classification.liblinear.LibLinearClassificationTrainer;
import org.tribuo.classification.liblinear.LinearClassificationType;
import org.tribuo.classification.liblinear.LinearClassificationType.LinearType;

/** Tribuo's own record of the trainer and its settings, as JSON: what would have to be set there for the same fit. */
final class Provenance {
    private static final JsonFactory JSON = new JsonFactory();

    private Provenance() {}

    static String json(double cost) {
        LibLinearClassificationTrainer trainer = new LibLinearClassificationTrainer(
                new LinearClassificationType(LinearType.L2R_LR), cost, Solver.MAX_ITERATIONS, Solver.TOLERANCE);
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, trainer.getProvenance());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: the text stays in memory", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, com.oracle.labs.mlrg.olcut.provenance.Provenance provenance)
            throws IOException {
        switch (provenance) {
            case ObjectProvenance object -> {
                json.writeStartObject();
                for (Pair<String, com.oracle.labs.mlrg.olcut.provenance.Provenance> field : object) {
                    json.writeFieldName(field.getA());
                    write(json, field.getB());
                }
                json.writeEndObject();
            }
            case ListProvenance<?> list -> {
                json.writeStartArray();
                for (com.oracle.labs.mlrg.olcut.provenance.Provenance element : list) {
                    write(json, element);
                }
                json.writeEndArray();
            }
            default -> json.writeString(provenance.toString());
        }
    }
}
