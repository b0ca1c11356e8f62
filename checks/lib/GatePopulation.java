package dev.millrace.train;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.classifier.Side;
import dev.millrace.classifier.Split;
import dev.millrace.document.Content;
import dev.millrace.document.ContentHash;
import dev.millrace.document.Document;
import dev.millrace.document.DocumentCodec;
import dev.millrace.document.DocumentId;
import dev.millrace.document.FeatureValue;
import dev.millrace.document.ModelDefinition;
import dev.millrace.text.TextCleaner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** Where documents come from that nobody has seen yet. */
interface GatePopulation {
    /** A labelled content, cleaned as clean would. */
    record Subject(Content received, Content cleaned, ContentHash hash, String label) {
        static Subject of(Content received, String label) {
            Content cleaned = received instanceof Content.Text text
                    ? new Content.Text(new TextCleaner(1 << 20).clean(text.value()))
                    : received;
            return new Subject(received, cleaned, ContentHash.of(received), label);
        }

        Subject labelled(String other) {
            return new Subject(received, cleaned, hash, other);
        }

        Side side() {
            return Split.side(hash);
        }
    }

    String name();

    /** So many contents that fall on that side of the split. */
    List<Subject> draw(Side side, int count);

    /** As many for a retraining, of one side with {@code learnt}, that are as good to learn from. */
    default List<Subject> again(List<Subject> learnt, int look) {
        return draw(Side.TRAIN, learnt.size());
    }

    /** For the truth: contents of the same population that no trial has seen. */
    List<Subject> reserve(int count);

    static List<Document> documents(Path file, ModelDefinition model) throws IOException {
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
            return lines.lines()
                    .map(line -> DocumentCodec.readRequest(line.getBytes(UTF_8), () -> new DocumentId("none")))
                    .filter(document -> document.model().equals(model.name()))
                    .toList();
        }
    }

    /** The sample mails in an order of the trial's own. */
    final class Mails implements GatePopulation {
        private final List<Subject> left;

        Mails(List<Subject> all, Random random) {
            left = new ArrayList<>(all);
            Collections.shuffle(left, random);
        }

        static List<Subject> read(Path file, ModelDefinition model) throws IOException {
            return documents(file, model).parallelStream()
                    .map(mail -> Subject.of(mail.content(), mail.label().orElseThrow()))
                    .toList();
        }

        @Override
        public String name() {
            return "mails";
        }

        @Override
        public List<Subject> draw(Side side, int count) {
            List<Subject> drawn =
                    left.stream().filter(mail -> mail.side() == side).limit(count).toList();
            if (drawn.size() < count) {
                throw new IllegalStateException("only " + drawn.size() + " mails are left, wanted are " + count);
            }
            left.removeAll(drawn);
            return drawn;
        }

        @Override
        public List<Subject> reserve(int count) {
            return left.subList(0, Math.min(count, left.size()));
        }
    }

    /** Four measures a flower, from a normal distribution with each species' own means and covariances. */
    final class Flowers implements GatePopulation {
        private final List<Species> species;
        private final Random random;

        Flowers(List<Species> species, Random random) {
            this.species = species;
            this.random = random;
        }

        record Species(String label, List<String> names, double[] means, double[][] root) {
            static List<Species> read(Path file, ModelDefinition model) throws IOException {
                Map<String, List<double[]>> rows = new TreeMap<>();
                List<String> names = List.copyOf(model.features().keySet());
                documents(file, model).forEach(flower -> rows.computeIfAbsent(
                                flower.label().orElseThrow(), label -> new ArrayList<>())
                        .add(measures(flower.content(), names)));
                List<Species> all = new ArrayList<>();
                rows.forEach((label, found) -> all.add(of(label, names, found)));
                return all;
            }

            private static double[] measures(Content content, List<String> names) {
                Map<String, FeatureValue> values = ((Content.Features) content).values();
                return names.stream()
                        .mapToDouble(name -> ((FeatureValue.Numeric) Optional.ofNullable(values.get(name))
                                        .orElseThrow())
                                .value())
                        .toArray();
            }

            private static Species of(String label, List<String> names, List<double[]> rows) {
                int size = names.size();
                double[] means = new double[size];
                rows.forEach(row -> IntStream.range(0, size).forEach(i -> means[i] += row[i] / rows.size()));
                double[][] covariance = new double[size][size];
                rows.forEach(row -> IntStream.range(0, size * size)
                        .forEach(at -> covariance[at / size][at % size] += (row[at / size] - means[at / size])
                                * (row[at % size] - means[at % size])
                                / (rows.size() - 1)));
                return new Species(label, names, means, cholesky(covariance));
            }

            private static double[][] cholesky(double[][] matrix) {
                int size = matrix.length;
                double[][] root = new double[size][size];
                for (int i = 0; i < size; i++) {
                    for (int j = 0; j <= i; j++) {
                        double sum = matrix[i][j];
                        for (int k = 0; k < j; k++) {
                            sum -= root[i][k] * root[j][k];
                        }
                        root[i][j] = i == j ? Math.sqrt(sum) : sum / root[j][j];
                    }
                }
                return root;
            }

            Subject draw(Random random) {
                double[] normal = random.doubles(means.length)
                        .map(unused -> random.nextGaussian())
                        .toArray();
                Map<String, FeatureValue> values = new TreeMap<>();
                for (int i = 0; i < means.length; i++) {
                    double value = means[i];
                    for (int k = 0; k <= i; k++) {
                        value += root[i][k] * normal[k];
                    }
                    values.put(names.get(i), new FeatureValue.Numeric(value));
                }
                return Subject.of(new Content.Features(values), label);
            }
        }

        @Override
        public String name() {
            return "flowers";
        }

        @Override
        public List<Subject> draw(Side side, int count) {
            List<Subject> drawn = new ArrayList<>();
            while (drawn.size() < count) {
                Subject flower = one();
                if (flower.side() == side) {
                    drawn.add(flower);
                }
            }
            return drawn;
        }

        @Override
        public List<Subject> reserve(int count) {
            List<Subject> drawn = new ArrayList<>();
            while (drawn.size() < count) {
                drawn.add(one());
            }
            return drawn;
        }

        private Subject one() {
            return species.get(random.nextInt(species.size())).draw(random);
        }
    }
}
