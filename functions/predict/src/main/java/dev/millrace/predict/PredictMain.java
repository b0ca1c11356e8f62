package dev.millrace.predict;

import dev.millrace.runtime.FunctionMain;
import java.io.IOException;
import java.util.List;

/** Starts predict: as a server, or for a rehearsal. */
public final class PredictMain {
    private static final String USAGE = """
            predict: answers over HTTP from the newest promoted model versions

              predict              serve on its port
              predict --rehearse   start on a free port with models and a database of its own, answer samples, end; it
                                   needs no setting. Exit code 0: all answers were right. With java's option
                                   -XX:AOTCacheOutput=FILE it makes the cache with which a start takes half the time
              predict --help       this text""";

    private PredictMain() {}

    public static void main(String[] args) {
        if (List.of(args).equals(List.of("--rehearse"))) {
            System.exit(rehearse());
        }
        FunctionMain.run("predict", USAGE, args, PredictSettings::of);
    }

    private static int rehearse() {
        try {
            System.out.println(Rehearsal.run());
            return 0;
        } catch (IOException | RuntimeException e) {
            return FunctionMain.report("predict --rehearse", e);
        }
    }
}
