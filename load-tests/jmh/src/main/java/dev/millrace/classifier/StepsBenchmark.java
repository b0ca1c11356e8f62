package dev.millrace.classifier;

import dev.millrace.document.Content;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Each step of a score alone, on what the step before it made of a text of 200 words. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StepsBenchmark {
    /** How many different texts take turns: with one, the processor learns its branches by heart. */
    @Param({"1", "256"})
    int texts;

    /** Runs of 1 to so many words: 1 is what the samples ship with, 2 has six times the features. */
    @Param({"1", "2"})
    int ngrams;

    @SuppressWarnings("NullAway.Init") // by prepare
    private Classifier classifier;

    @SuppressWarnings("NullAway.Init")
    private TextSpace space;

    private Stage[] stages = {};
    private int turn;

    /** What a step finds before it; {@code features} is where it writes. */
    private static final class Stage {
        final Scratch scratch = new Scratch();
        final int[] found;
        final int[] features;
        final int hashes;
        final int known;
        final double[] scores;

        Stage(Content mail, Classifier classifier) {
            TextSpace space = (TextSpace) classifier.space();
            hashes = scratch.ngrams.hash(((Content.Text) mail).value(), space.ngrams());
            found = new int[hashes];
            known = space.vocabulary().findAll(scratch.ngrams.hashes(), hashes, found);
            features = new int[hashes];
            space.fill(mail, scratch);
            scores = classifier.weights().scores(space.vector(mail));
        }
    }

    @Setup
    public void prepare() {
        classifier = SpamModel.trained(ngrams);
        space = (TextSpace) classifier.space();
        List<Content> mails = SpamModel.texts(texts);
        stages = mails.stream().map(mail -> new Stage(mail, classifier)).toArray(Stage[]::new);
    }

    @Benchmark
    public int lookUp() {
        Stage stage = next();
        return space.vocabulary().findAll(stage.scratch.ngrams.hashes(), stage.hashes, stage.features);
    }

    @Benchmark
    public int count() {
        Stage stage = next();
        System.arraycopy(stage.found, 0, stage.features, 0, stage.known);
        return stage.scratch.counts.count(stage.features, stage.known);
    }

    @Benchmark
    public Object weigh() {
        Scratch scratch = next().scratch;
        space.weigh(scratch);
        return scratch;
    }

    @Benchmark
    public double[] dot() {
        Scratch scratch = next().scratch;
        double[] scores = new double[2];
        classifier.weights().addScores(scratch.features, scratch.values, scratch.size, scores);
        return scores;
    }

    @Benchmark
    public double[] calibrate() {
        return classifier.calibration().probabilities(next().scores);
    }

    private Stage next() {
        turn = turn + 1 == texts ? 0 : turn + 1;
        return stages[turn];
    }
}
