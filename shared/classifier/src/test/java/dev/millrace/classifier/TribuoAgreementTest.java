package dev.millrace.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.bwaldvogel.liblinear.Model;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.TrainerSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.liblinear.LibLinearClassificationModel;
import org.tribuo.classification.liblinear.LibLinearClassificationTrainer;
import org.tribuo.classification.liblinear.LinearClassificationType;
import org.tribuo.classification.liblinear.LinearClassificationType.LinearType;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** The same features as Tribuo examples, trained by Tribuo's own trainer: weights and scores must be ours. */
class TribuoAgreementTest {
    private static final double RELATIVE = 1e-6;
    private static final double COST = 30;

    @Test
    void twoLabels_haveTribuosWeightsAndScores() {
        agree(
                Samples.textModel(new TrainerSettings(List.of(COST), 5, 1, 2, 1)),
                Samples.spam().subList(0, 800));
    }

    @Test
    void threeLabels_haveTribuosWeightsAndScores() {
        ModelDefinition iris = new ModelDefinition(
                Samples.IRIS.name(),
                Samples.IRIS.kind(),
                true,
                Set.of(),
                Samples.IRIS.features(),
                10,
                new TrainerSettings(List.of(COST), 10, 1, 1, 1),
                Optional.empty(),
                Samples.IRIS.gate());
        agree(iris, Samples.iris());
    }

    private static void agree(ModelDefinition definition, List<Example> examples) {
        Classifier ours = new ClassifierTrainer(definition).fit(examples).classifier();
        LibLinearClassificationModel model =
                tribuo(ours, TrainingRows.of(examples, 5).examples());
        double[][] theirs = ours.labels().stream()
                .map(label -> weights(model, label, ours.features() + 1))
                .toArray(double[][]::new);
        for (int label = 0; label < theirs.length; label++) {
            for (int feature = 0; feature < ours.features(); feature++) {
                close(ours.weights().weight(feature, label), theirs[label][feature]);
            }
            close(ours.weights().bias(label), theirs[label][ours.features()]);
        }
        for (Example example : examples) {
            SparseVector vector = ours.space().vector(example.content());
            double[] scores = ours.scores(example.content());
            Prediction<Label> prediction = model.predict(tribuoExample(ours, example));
            for (int label = 0; label < scores.length; label++) {
                double score = score(theirs[label], vector);
                close(scores[label], score);
                if (scores.length == 2) {
                    isSigmoid(prediction, ours.labels().get(label), score);
                }
            }
        }
    }

    private static void close(double ours, double theirs) {
        assertThat(Math.abs(ours - theirs)).isLessThanOrEqualTo(RELATIVE * Math.max(1, Math.abs(theirs)));
    }

    private static LibLinearClassificationModel tribuo(Classifier ours, List<Example> examples) {
        LabelFactory labels = new LabelFactory();
        MutableDataset<Label> dataset =
                new MutableDataset<>(new SimpleDataSourceProvenance("the same rows", labels), labels);
        examples.forEach(example -> dataset.add(tribuoExample(ours, example)));
        return (LibLinearClassificationModel) new LibLinearClassificationTrainer(
                        new LinearClassificationType(LinearType.L2R_LR), COST, Solver.MAX_ITERATIONS, Solver.TOLERANCE)
                .train(dataset);
    }

    private static ArrayExample<Label> tribuoExample(Classifier ours, Example example) {
        SparseVector vector = ours.space().vector(example.content());
        String[] names = IntStream.range(0, vector.size())
                .mapToObj(i -> name(vector.features()[i]))
                .toArray(String[]::new);
        double[] values = Arrays.copyOf(vector.values(), vector.size());
        return new ArrayExample<>(new Label(example.label()), names, values);
    }

    /** Tribuo numbers features by their names in order, and so as we do. */
    private static String name(int feature) {
        return String.format(Locale.ROOT, "f%07d", feature);
    }

    /** The weights of a label, the bias last. For two labels there is one set, that of the first one of LIBLINEAR's. */
    private static double[] weights(LibLinearClassificationModel theirs, String label, int size) {
        Model inner = theirs.getInnerModels().getFirst();
        double[] all = inner.getFeatureWeights();
        int[] order = inner.getLabels();
        int sets = order.length == 2 ? 1 : order.length;
        int id = theirs.getOutputIDInfo().getID(new Label(label));
        int place = IntStream.range(0, order.length)
                .filter(i -> order[i] == id)
                .findFirst()
                .orElseThrow();
        double sign = sets == 1 && place == 1 ? -1 : 1;
        return IntStream.range(0, size)
                .mapToDouble(feature -> sign * all[feature * sets + (sets == 1 ? 0 : place)])
                .toArray();
    }

    private static double score(double[] weights, SparseVector vector) {
        double score = weights[weights.length - 1];
        for (int i = 0; i < vector.size(); i++) {
            score += vector.values()[i] * weights[vector.features()[i]];
        }
        return score;
    }

    /** Tribuo's prediction itself gives probabilities: the score must be the one that they are made of. */
    private static void isSigmoid(Prediction<Label> prediction, String label, double score) {
        double probability =
                Objects.requireNonNull(prediction.getOutputScores().get(label)).getScore();
        assertThat(1 / (1 + Math.exp(-score))).isCloseTo(probability, within(1e-9));
    }
}
