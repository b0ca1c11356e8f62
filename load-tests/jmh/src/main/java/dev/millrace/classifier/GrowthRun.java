package dev.millrace.classifier;

import dev.millrace.document.Content;
import dev.millrace.document.ContentHash;
import dev.millrace.document.DocumentId;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * One training of made-up documents, for the table of growth: {@code DOCUMENTS CLASSES WORDS NGRAMS}. A text is words of
 * the sample mails, half of them drawn from its class's own part of the mails, so that there is something to learn.
 */
final class GrowthRun {
    private static final int SCORED = 2000;

    private GrowthRun() {}

    static void main(String[] arguments) {
        int documents = Integer.parseInt(arguments[0]);
        int classes = Integer.parseInt(arguments[1]);
        int words = Integer.parseInt(arguments[2]);
        int ngrams = Integer.parseInt(arguments[3]);
        List<Example> examples = examples(documents, classes, words);
        System.gc();
        oldGeneration().forEach(MemoryPoolMXBean::resetPeakUsage);
        long begun = System.nanoTime();
        Fitted fitted = new ClassifierTrainer(SpamModel.definition(ngrams, List.of(100.0))).fit(examples);
        long ended = System.nanoTime();
        System.out.printf(
                "{\"train_s\": %.3f, \"heap_mib\": %d, \"model_kib\": %d, \"features\": %d, \"score_us\": %.2f}%n",
                (ended - begun) / 1e9,
                peak() >> 20,
                ClassifierCodec.write(fitted.classifier()).length >> 10,
                fitted.classifier().features(),
                scoreMicros(fitted.classifier(), examples));
    }

    private static List<Example> examples(int documents, int classes, int words) {
        List<String[]> mails = SpamModel.examples(Side.TRAIN).stream()
                .map(mail -> mail.content() instanceof Content.Text text ? text.value() : "")
                .map(text -> text.split("\\s+"))
                .toList();
        Random random = new Random(1);
        List<Example> examples = new ArrayList<>(documents);
        for (int i = 0; i < documents; i++) {
            int label = i % classes;
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < words; word++) {
                int own = random.nextInt(mails.size() / classes) * classes + label;
                String[] mail = mails.get(random.nextBoolean() ? own : random.nextInt(mails.size()));
                text.append(mail[random.nextInt(mail.length)]).append(' ');
            }
            Content content = new Content.Text(text.toString());
            examples.add(
                    new Example(new DocumentId(String.valueOf(i)), content, "label-" + label, ContentHash.of(content)));
        }
        return examples;
    }

    /** What the old generation held at the most: what lived on, and little that was dead by then. */
    private static long peak() {
        return oldGeneration().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    }

    private static Stream<MemoryPoolMXBean> oldGeneration() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported());
    }

    private static double scoreMicros(Classifier classifier, List<Example> examples) {
        Scratch scratch = new Scratch();
        int scored = Math.min(SCORED, examples.size());
        double best = Double.MAX_VALUE;
        for (int turn = 0; turn < 5; turn++) {
            long begun = System.nanoTime();
            for (int i = 0; i < scored; i++) {
                classifier.predict(examples.get(i).content(), scratch);
            }
            best = Math.min(best, (System.nanoTime() - begun) / 1e3 / scored);
        }
        return best;
    }
}
