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

/** From a clean text of 200 words to its answer, by the model of the sample mails. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ScoreBenchmark {
    /** How many different texts take turns: with one, the processor learns its branches by heart. */
    @Param({"1", "256"})
    int texts;

    /** Runs of 1 to so many words: 1 is what the samples ship with, 2 has six times the features. */
    @Param({"1", "2"})
    int ngrams;

    private final Scratch scratch = new Scratch();

    @SuppressWarnings("NullAway.Init") // by prepare
    private Classifier classifier;

    private List<Content> mails = List.of();
    private int turn;

    @Setup
    public void prepare() {
        classifier = SpamModel.trained(ngrams);
        mails = SpamModel.texts(texts);
    }

    @Benchmark
    public Prediction score() {
        return classifier.predict(next(), scratch);
    }

    private Content next() {
        turn = turn + 1 == texts ? 0 : turn + 1;
        return mails.get(turn);
    }
}
