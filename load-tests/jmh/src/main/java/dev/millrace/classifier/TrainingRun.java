package dev.millrace.classifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.document.Content;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One training of the sample mails in a process of its own, as a run of train is one; {@code load-tests/training} starts
 * it. {@code export FOLDER} writes both sides for other trainers, {@code choose NGRAMS FILE} selects cost and calibration
 * and writes the holdout's probabilities, {@code train NGRAMS COST} times features, one fit and the evaluation.
 */
final class TrainingRun {
    private TrainingRun() {}

    static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "export" -> export(Path.of(arguments[1]));
            case "choose" -> choose(Integer.parseInt(arguments[1]), Path.of(arguments[2]));
            default -> train(Integer.parseInt(arguments[1]), Double.parseDouble(arguments[2]));
        }
    }

    private static void export(Path folder) throws IOException {
        for (Side side : Side.values()) {
            Path file = folder.resolve(side.name().toLowerCase(Locale.ROOT) + ".tsv");
            try (BufferedWriter out = Files.newBufferedWriter(file)) {
                for (Example mail : SpamModel.examples(side)) {
                    out.write(mail.label() + "\t" + text(mail).replaceAll("\\s+", " ") + "\n");
                }
            }
        }
    }

    private static void choose(int ngrams, Path file) throws IOException {
        List<Example> training = SpamModel.examples(Side.TRAIN);
        List<Example> holdout = SpamModel.examples(Side.HOLDOUT);
        Fitted fitted =
                new ClassifierTrainer(SpamModel.definition(ngrams, List.of(30.0, 100.0, 300.0, 1000.0))).fit(training);
        StringBuilder lines = new StringBuilder();
        for (Example mail : holdout) {
            Prediction prediction = fitted.classifier().predict(mail.content());
            lines.append(mail.label())
                    .append('\t')
                    .append(prediction.probabilities()[1])
                    .append('\n');
        }
        Files.write(file, lines.toString().getBytes(UTF_8));
        print(
                "cost", fitted.report().cost(),
                "features", fitted.report().features(),
                "choose_s", String.valueOf(fitted.report().phaseSeconds().get("cross_validation")));
    }

    private static void train(int ngrams, double cost) {
        List<Example> mails = SpamModel.examples(Side.TRAIN);
        List<Example> holdout = SpamModel.examples(Side.HOLDOUT);
        long begun = System.nanoTime();
        TrainingRows rows = TrainingRows.of(mails, 5);
        FeatureSpace space = FeatureSpaces.learn(SpamModel.definition(ngrams, List.of(cost)), rows.examples());
        SparseVector[] vectors = ClassifierTrainer.vectors(space, rows.examples());
        Solver solver =
                new Solver(space.size(), vectors, rows.labelOf(), rows.labels().size());
        long features = System.nanoTime();
        Weights weights = solver.fit(IntStream.range(0, vectors.length).toArray(), cost);
        long fit = System.nanoTime();
        Calibration none = new Calibration(new double[] {1}, new double[] {0});
        Evaluation evaluation = Evaluator.evaluate(new Classifier(rows.labels(), space, weights, none), holdout);
        long evaluated = System.nanoTime();
        print(
                "features_s", seconds(begun, features),
                "fit_s", seconds(features, fit),
                "evaluate_s", seconds(fit, evaluated),
                "total_s", seconds(begun, evaluated),
                "accuracy", evaluation.accuracy(),
                "log_loss_uncalibrated", evaluation.logLoss());
    }

    private static double seconds(long from, long to) {
        return Math.round((to - from) / 1e6) / 1e3;
    }

    private static void print(Object... namesAndValues) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            json.append(i == 0 ? "" : ", ")
                    .append('"')
                    .append(namesAndValues[i])
                    .append("\": ")
                    .append(namesAndValues[i + 1]);
        }
        System.out.println(json.append('}'));
    }

    private static String text(Example mail) {
        return mail.content() instanceof Content.Text text ? text.value() : "";
    }
}
