package dev.millrace.train;

import dev.millrace.document.Models;
import dev.millrace.runtime.FunctionJob;
import dev.millrace.runtime.FunctionMain;
import dev.millrace.runtime.Settings;
import java.util.Map;

/** Starts train: as a server, or for one job. */
public final class TrainMain {
    private static final String USAGE = """
            train: PostgreSQL to model version

              train                serve on its port: runs on demand and by schedule, the registry
              train --once MODEL   train one model now; exit code 0: published or unchanged,
                                   3: rejected by the gate, 1: failed
              train --migrate      bring the database to the newest schema, as its owner; exit code 0: done, 1: failed
              train --help         this text""";

    private TrainMain() {}

    public static void main(String[] args) {
        if (args.length == 2 && args[0].equals("--once")) {
            FunctionJob.run(
                    "train",
                    Map.of(),
                    beans -> new OnceJob(beans.getBean(Models.class), beans.getBean(Runs.class), System.out)
                            .train(args[1]));
        } else if (args.length == 1 && args[0].equals("--migrate")) {
            // Migrating needs no models: the file is never read.
            FunctionJob.run(
                    "train",
                    Map.of("millrace.models-file", "none"),
                    beans -> new MigrateJob(beans.getBean(Settings.class), System.out).migrate());
        } else {
            FunctionMain.run("train", USAGE, args, (settings, models) -> TrainSettings.of(settings));
        }
    }
}
