package dev.millrace.predict;

import dev.millrace.classifier.Classifier;
import dev.millrace.document.Content;
import dev.millrace.document.FeatureValue;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.document.ModelDefinition.Kind;
import dev.millrace.text.TextCleaner;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * First predictions of a version, before anybody waits for one: they bring its arrays and the code into the caches, and a
 * version that cannot answer them is not let in.
 */
final class WarmUp {
    private static final int ROUNDS = 50; // 10 to 20 ms
    /** In a process that has just started all code is slow, and the first answer waits for this. */
    private static final long LONGEST_NANOS = 30_000_000;

    private static final List<String> TEXTS = List.of(
            "",
            "Dear all, the meeting of Tuesday moves to Thursday, 10 o'clock. Bring the figures of last month, please.",
            "<html><body><p>Claim your <b>FREE</b> prize &amp; win $1000 now!</p><a href='http://x.example'>here</a></body>",
            "Grüße aus Köln – naïve café, 東京の天気は晴れ, здравствуйте! " + "one two three four five six ".repeat(60));

    private WarmUp() {}

    /** Throws {@link IllegalStateException} when an answer is no probability distribution. */
    static void run(Classifier classifier, ModelDefinition model) {
        List<Content> samples = model.kind() == Kind.TEXT ? texts(model) : List.of(row(model));
        long begin = System.nanoTime();
        for (int round = 0; round < ROUNDS && (round == 0 || System.nanoTime() - begin < LONGEST_NANOS); round++) {
            for (Content sample : samples) {
                check(classifier.predict(sample).probabilities());
                classifier.explain(sample);
            }
        }
    }

    private static List<Content> texts(ModelDefinition model) {
        TextCleaner cleaner = new TextCleaner(model.textLimit());
        return TEXTS.stream()
                .<Content>map(text -> new Content.Text(cleaner.clean(text)))
                .toList();
    }

    private static Content row(ModelDefinition model) {
        Map<String, FeatureValue> values = new TreeMap<>();
        model.features()
                .forEach((name, type) -> values.put(
                        name,
                        type == FeatureType.NUMERIC
                                ? new FeatureValue.Numeric(1)
                                : new FeatureValue.Categorical("warm-up")));
        return new Content.Features(values);
    }

    private static void check(double[] probabilities) {
        double sum = 0;
        for (double probability : probabilities) {
            sum += probability;
        }
        if (!(Math.abs(sum - 1) < 1e-6)) {
            throw new IllegalStateException("its probabilities sum to " + sum);
        }
    }
}
