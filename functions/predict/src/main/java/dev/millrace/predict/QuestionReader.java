package dev.millrace.predict;

import dev.millrace.document.Content;
import dev.millrace.document.DocumentCodec;
import dev.millrace.document.InvalidInput;
import dev.millrace.document.JsonObject;
import dev.millrace.document.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the body of a {@code POST /predict}: one question, or {@code instances} with what they have in common. */
final class QuestionReader {
    private static final int MOST_TOP = 1000;
    private static final Set<String> ONE = Set.of("text", "features", "model", "top", "explain");
    private static final Set<String> BODY = Set.of("instances", "text", "features", "model", "top", "explain");

    private final int mostInstances;

    QuestionReader(int mostInstances) {
        this.mostInstances = mostInstances;
    }

    /** @param many whether the answer is a list, which a list of one is too */
    record Questions(List<Question> all, boolean many) {}

    /** Throws {@link InvalidInput} naming the field or the position. */
    Questions read(byte[] body) {
        JsonObject json = JsonObject.parse(body).allow(BODY);
        Optional<List<JsonObject>> instances = json.objects("instances");
        Question common = options(json, "", new Question("", Optional.empty(), new Content.None(), 0, false));
        if (instances.isEmpty()) {
            return new Questions(List.of(question(json, common)), false);
        }
        for (String content : List.of("text", "features")) {
            if (json.has(content)) {
                throw InvalidInput.of("two-contents", content, "stands beside instances: expected it within them");
            }
        }
        return new Questions(questions(instances.get(), common), true);
    }

    private List<Question> questions(List<JsonObject> instances, Question common) {
        if (instances.isEmpty() || instances.size() > mostInstances) {
            throw InvalidInput.field(
                    "instances", "holds " + instances.size() + " objects: expected 1 to " + mostInstances);
        }
        List<Question> questions = new ArrayList<>(instances.size());
        for (int i = 0; i < instances.size(); i++) {
            String path = "instances[" + i + "]";
            try {
                JsonObject instance = instances.get(i).allow(ONE);
                questions.add(question(instance, options(instance, path, common)));
            } catch (InvalidInput e) {
                throw e.within(path);
            }
        }
        ExplanationLimit.check(questions.stream()
                .filter(Question::explain)
                .map(Question::content)
                .toList());
        return questions;
    }

    private static Question options(JsonObject json, String path, Question common) {
        Optional<ModelName> model = json.string("model").map(ModelName::new).or(common::model);
        int top = json.integer("top", 1, MOST_TOP).map(Long::intValue).orElse(common.top());
        return new Question(
                path, model, common.content(), top, json.bool("explain").orElse(common.explain()));
    }

    private static Question question(JsonObject json, Question options) {
        Content content = DocumentCodec.content(json);
        if (content instanceof Content.None) {
            throw InvalidInput.of("no-content", "text", "is missing, and so is features: expected one of them");
        }
        return new Question(options.path(), options.model(), content, options.top(), options.explain());
    }
}
