package dev.millrace.predict;

import dev.millrace.document.Content;
import dev.millrace.document.InvalidInput;
import dev.millrace.document.JsonObject;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelDefinition.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the {@code instances} of the protocol's first version: for a text model strings or {@code {"text"}}, for a tabular
 * one objects of its features. Other members of the body are skipped.
 */
final class InstancesReader {
    private final int mostInstances;

    InstancesReader(int mostInstances) {
        this.mostInstances = mostInstances;
    }

    /** Throws {@link InvalidInput} naming the field or the position. */
    List<Question> read(byte[] body, ModelDefinition model, boolean explain) {
        JsonObject json = JsonObject.parse(body);
        List<Content> contents = model.kind() == Kind.TEXT ? texts(json) : rows(json);
        if (contents.isEmpty() || contents.size() > mostInstances) {
            throw InvalidInput.field("instances", "holds " + contents.size() + ": expected 1 to " + mostInstances);
        }
        List<Question> questions = new ArrayList<>(contents.size());
        for (int i = 0; i < contents.size(); i++) {
            questions.add(new Question("instances[" + i + "]", Optional.of(model.name()), contents.get(i), 0, explain));
        }
        return questions;
    }

    private static List<Content> texts(JsonObject json) {
        if (json.holdsObjects("instances")) {
            return objects(json).stream()
                    .<Content>map(instance -> new Content.Text(instance.requireString("text")))
                    .toList();
        }
        List<String> texts = json.strings("instances").orElseThrow(InstancesReader::missing);
        List<Content> contents = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            try {
                contents.add(new Content.Text(texts.get(i)));
            } catch (InvalidInput e) {
                throw e.within("instances[" + i + "]");
            }
        }
        return contents;
    }

    private static List<Content> rows(JsonObject json) {
        return objects(json).stream().<Content>map(JsonObject::asFeatures).toList();
    }

    private static List<JsonObject> objects(JsonObject json) {
        return json.objects("instances").orElseThrow(InstancesReader::missing);
    }

    private static InvalidInput missing() {
        return InvalidInput.field("instances", "is missing: expected a list");
    }
}
