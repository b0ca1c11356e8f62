package dev.millrace.classifier;

import dev.millrace.text.Ngrams;
import java.util.LinkedHashMap;
import java.util.Map;

/** The probabilities of a text by the rules as one would tell them, with a map: what the hot path must give to the bit. */
final class SlowScores {
    private SlowScores() {}

    static double[] probabilities(Classifier classifier, String clean) {
        TextSpace space = (TextSpace) classifier.space();
        Map<Integer, Double> vector = vector(space, clean);
        int labels = classifier.labels().size();
        double[] scores = new double[labels];
        for (int label = 0; label < labels; label++) {
            double score = 0;
            for (Map.Entry<Integer, Double> feature : vector.entrySet()) {
                score += feature.getValue() * classifier.weights().weight(feature.getKey(), label);
            }
            scores[label] = score + classifier.weights().bias(label);
        }
        return probabilities(classifier.calibration(), scores);
    }

    private static Map<Integer, Double> vector(TextSpace space, String clean) {
        Map<Integer, Integer> counts = new LinkedHashMap<>();
        for (int hash : Ngrams.of(clean, space.ngrams()).hashes()) {
            int feature = space.vocabulary().find(hash);
            if (feature >= 0) {
                counts.merge(feature, 1, Integer::sum);
            }
        }
        Map<Integer, Double> vector = new LinkedHashMap<>();
        double squares = 0;
        for (Map.Entry<Integer, Integer> count : counts.entrySet()) {
            double value =
                    (1 + StrictMath.log(count.getValue())) * space.vocabulary().weight(count.getKey());
            vector.put(count.getKey(), value);
            squares += value * value;
        }
        double length = Math.sqrt(squares);
        vector.replaceAll((feature, value) -> value / length);
        return vector;
    }

    private static double[] probabilities(Calibration calibration, double[] scores) {
        double[] logits = new double[scores.length];
        int held = scores.length - calibration.slopes().length;
        for (int i = held; i < scores.length; i++) {
            logits[i] = calibration.slopes()[i - held] * scores[i] + calibration.offsets()[i - held];
        }
        return Calibration.softmax(logits);
    }
}
