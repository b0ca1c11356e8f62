package dev.millrace.predict;

import dev.millrace.classifier.Classifier;
import dev.millrace.classifier.ClassifierCodec;
import dev.millrace.classifier.ClassifierTrainer;
import dev.millrace.classifier.Example;
import dev.millrace.document.Content;
import dev.millrace.document.ContentHash;
import dev.millrace.document.Document;
import dev.millrace.document.DocumentId;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.store.AliasChange;
import dev.millrace.store.NewVersion;
import dev.millrace.store.Registry;
import dev.millrace.store.VersionInfo;
import dev.millrace.testkit.SampleDocuments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Small classifiers, trained in a moment, for the models of the samples. */
final class SmallModels {
    static final Models MODELS = SampleDocuments.models();
    static final ModelName SPAM = new ModelName("spam");
    static final ModelName IRIS = new ModelName("iris");

    private static final List<String> HAM =
            List.of("the meeting moves to thursday", "please read the agenda", "which kernel do you run", "see you");
    private static final List<String> JUNK =
            List.of("win free money now", "claim your free prize", "order pills now", "cheap offer click");
    /** Trained at the first use: many tests need the names only. */
    private static final class Bytes {
        static final byte[] SPAM = ClassifierCodec.write(train(SmallModels.SPAM, mails()));
        static final byte[] IRIS = ClassifierCodec.write(train(SmallModels.IRIS, flowers()));
    }

    private SmallModels() {}

    static ModelDefinition definition(ModelName model) {
        return MODELS.require(model);
    }

    static Classifier classifier(ModelName model) {
        return ClassifierCodec.read(bytes(model));
    }

    static byte[] bytes(ModelName model) {
        return (model.equals(SPAM) ? Bytes.SPAM : Bytes.IRIS).clone();
    }

    /** Publishes the model's classifier and promotes it; its accuracy is said to be 0.9. */
    static void publish(Registry registry, ModelName model) {
        publish(registry, model, bytes(model), true);
    }

    static void publishBroken(Registry registry) {
        byte[] broken = bytes(SPAM);
        broken[broken.length / 2] ^= 1;
        publish(registry, SPAM, broken, true);
    }

    static void publish(Registry registry, ModelName model, byte[] bytes, boolean promote) {
        NewVersion version = new NewVersion(
                model,
                bytes,
                promote ? VersionInfo.PUBLISHED : VersionInfo.REJECTED,
                "{\"accuracy\": 0.9}",
                "{}",
                List.of(),
                Optional.ofNullable(registry.aliases(model).get(AliasChange.CHAMPION)));
        registry.publish(version, promote, "test", "test");
    }

    static LoadedVersion loaded(ModelName model, int version) {
        Classifier classifier = classifier(model);
        return new LoadedVersion(
                model,
                version,
                classifier,
                bytes(model).length,
                "0".repeat(64),
                Instant.EPOCH,
                Instant.EPOCH,
                HoldoutFigures.of("{\"accuracy\": 0.9}"),
                new LabelCounts(classifier.labels()),
                new InferenceStats());
    }

    private static Classifier train(ModelName model, List<Example> examples) {
        return new ClassifierTrainer(definition(model)).fit(examples).classifier();
    }

    private static List<Example> mails() {
        List<Example> mails = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            boolean junk = i % 2 == 0;
            List<String> phrases = junk ? JUNK : HAM;
            String text = phrases.get(i % 4) + " " + phrases.get(i / 4 % 4) + " number" + i;
            mails.add(example("mail-" + i, new Content.Text(text), junk ? "spam" : "ham"));
        }
        return mails;
    }

    private static List<Example> flowers() {
        List<Example> flowers = new ArrayList<>();
        for (Document flower : SampleDocuments.iris()) {
            flowers.add(example(
                    flower.id().value(), flower.content(), flower.label().orElseThrow()));
        }
        return flowers;
    }

    private static Example example(String id, Content content, String label) {
        return new Example(new DocumentId(id), content, label, ContentHash.of(content));
    }
}
