package dev.millrace.predict;

import dev.millrace.classifier.ClassifierCodec;
import dev.millrace.classifier.ClassifierTrainer;
import dev.millrace.classifier.Example;
import dev.millrace.document.Content;
import dev.millrace.document.ContentHash;
import dev.millrace.document.DocumentId;
import dev.millrace.document.FeatureValue;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.runtime.ModelsFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The models of a {@link Rehearsal}: one of each kind, trained in a moment on documents made up here. */
final class RehearsalModels {
    static final ModelName MAILS = new ModelName("mails");

    private static final ModelName SIZES = new ModelName("sizes");

    static final String MODELS_FILE = """
            models:
              - {name: mails, kind: text, default: true, trainer: {costs: [1], folds: 2}}
              - name: sizes
                kind: tabular
                default: true
                features: {length: numeric, colour: categorical}
                trainer: {costs: [1], folds: 2}
            """;

    private static final List<String> HAM =
            List.of("the meeting moves to thursday", "please read the agenda", "which kernel do you run", "see you");
    private static final List<String> SPAM =
            List.of("win free money now", "claim your free prize", "order pills now", "cheap offer click");
    private static final int EXAMPLES = 40;

    private RehearsalModels() {}

    /** The stored bytes of each. */
    static Map<ModelName, byte[]> bytes() {
        Models models = ModelsFile.parse(MODELS_FILE);
        return Map.of(
                MAILS, trained(models, MAILS, mails()),
                SIZES, trained(models, SIZES, sizes()));
    }

    private static byte[] trained(Models models, ModelName model, List<Example> examples) {
        return ClassifierCodec.write(
                new ClassifierTrainer(models.require(model)).fit(examples).classifier());
    }

    private static List<Example> mails() {
        List<Example> mails = new ArrayList<>();
        for (int i = 0; i < EXAMPLES; i++) {
            List<String> phrases = i % 2 == 0 ? SPAM : HAM;
            String text = phrases.get(i % 4) + " " + phrases.get(i / 4 % 4) + " number" + i;
            mails.add(example(i, new Content.Text(text), i % 2 == 0 ? "spam" : "ham"));
        }
        return mails;
    }

    private static List<Example> sizes() {
        List<Example> sizes = new ArrayList<>();
        for (int i = 0; i < EXAMPLES; i++) {
            boolean small = i % 2 == 0;
            FeatureValue length = new FeatureValue.Numeric(small ? i : 1000 + i);
            FeatureValue colour = new FeatureValue.Categorical(small ? "red" : "blue");
            Content row = new Content.Features(Map.of("length", length, "colour", colour));
            sizes.add(example(i, row, small ? "small" : "large"));
        }
        return sizes;
    }

    private static Example example(int number, Content content, String label) {
        return new Example(new DocumentId("example-" + number), content, label, ContentHash.of(content));
    }
}
