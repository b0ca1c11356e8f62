package dev.millrace.text;

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

/** The steps of a request that know no model, on a text of 200 words. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TextBenchmark {
    /** How many different texts take turns: with one, the processor learns its branches by heart. */
    @Param({"1", "256"})
    int texts;

    private final TextCleaner cleaner = new TextCleaner(1 << 20);
    private final Tokenizer tokenizer = new Tokenizer();
    private final NgramHasher hasher = new NgramHasher();
    private List<String> mails = List.of();
    private int turn;

    @Setup
    public void prepare() {
        mails = SampleMails.ofWords(200, texts);
    }

    /** A text that is clean already. */
    @Benchmark
    public String clean() {
        return cleaner.clean(next());
    }

    @Benchmark
    public int tokenise() {
        tokenizer.scan(next());
        return tokenizer.words();
    }

    /** Tokens to hashes of features, the tokenising included. */
    @Benchmark
    public int hash() {
        return hasher.hash(next(), 1);
    }

    private String next() {
        turn = turn + 1 == texts ? 0 : turn + 1;
        return mails.get(turn);
    }
}
