package dev.millrace.classifier;

import dev.millrace.classifier.FitReport.CostTried;
import dev.millrace.classifier.FitReport.CrossValidation;
import dev.millrace.document.Content;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.TrainerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trains a model as its definition says: features from the training side, every cost tried on the same folds, the one of
 * least calibrated out-of-fold log loss taken, its calibration kept, and the weights fitted once more to all rows. Equal
 * examples and settings give equal classifiers, to the byte.
 */
public final class ClassifierTrainer {
    private final ModelDefinition model;

    public ClassifierTrainer(ModelDefinition model) {
        this.model = model;
    }

    /**
     * Learns from the training side alone: the holdout must not be among the examples.
     *
     * @throws UntrainableException when the examples are too few, with a sentence for people
     */
    public Fitted fit(List<Example> trainingSide) {
        TrainerSettings settings = model.trainer();
        TrainingRows rows = TrainingRows.of(trainingSide, settings.folds());
        int[] foldOf = rows.foldOf(settings.folds());
        Phases phases = new Phases();

        FeatureSpace space = FeatureSpaces.learn(model, rows.examples());
        SparseVector[] vectors = vectors(space, rows.examples());
        Solver solver =
                new Solver(space.size(), vectors, rows.labelOf(), rows.labels().size());
        phases.end("features");

        List<Trial> trials = trials(new OutOfFold(solver, vectors, foldOf, settings.folds()), rows.labelOf());
        Trial best = best(trials);
        phases.end("cross_validation");

        Weights weights = solver.fit(IntStream.range(0, vectors.length).toArray(), best.tried.cost());
        phases.end("fit");

        FitReport report = new FitReport(
                best.tried.cost(),
                trials.stream().map(Trial::tried).toList(),
                new CrossValidation(settings.folds(), best.tried.accuracy(), best.tried.logLoss()),
                vectors.length,
                space.size(),
                phases.seconds(),
                Provenance.json(best.tried.cost()));
        return new Fitted(new Classifier(rows.labels(), space, weights, best.calibration), report);
    }

    /** Of each row; each thread has a scratch of its own. */
    static SparseVector[] vectors(FeatureSpace space, List<Example> examples) {
        SparseVector[] vectors = new SparseVector[examples.size()];
        Chunks.of(vectors.length).forEach(chunk -> {
            Scratch scratch = new Scratch();
            for (int row = chunk.first(); row < chunk.end(); row++) {
                Content content = examples.get(row).content();
                vectors[row] = space.vector(content, scratch.fitting(content));
            }
        });
        return vectors;
    }

    /** One cost with the calibration of its out-of-fold scores. */
    private record Trial(CostTried tried, Calibration calibration) {}

    private List<Trial> trials(OutOfFold outOfFold, int[] labelOf) {
        double[] costs = model.trainer().costs().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        double[][][] scores = outOfFold.scores(costs);
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < costs.length; i++) {
            Calibration calibration = CalibrationFit.fit(scores[i], labelOf);
            Tally tally = new Tally();
            for (int row = 0; row < labelOf.length; row++) {
                tally.add(calibration.probabilities(scores[i][row]), labelOf[row]);
            }
            trials.add(new Trial(new CostTried(costs[i], tally.logLoss(), tally.accuracy()), calibration));
        }
        return trials;
    }

    /** Of equals the smallest cost: the simplest model. */
    private static Trial best(List<Trial> trials) {
        Trial best = trials.getFirst();
        for (Trial trial : trials) {
            int order = Double.compare(trial.tried.logLoss(), best.tried.logLoss());
            if (order < 0 || (order == 0 && trial.tried.cost() < best.tried.cost())) {
                best = trial;
            }
        }
        return best;
    }
}
