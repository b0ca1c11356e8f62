package dev.millrace.clean;

import dev.millrace.runtime.FunctionMain;

/** Starts clean. */
public final class CleanMain {
    private CleanMain() {}

    public static void main(String[] args) {
        FunctionMain.run(
                "clean",
                "clean: makes rows of the documents in Kafka",
                args,
                (settings, models) -> CleanSettings.of(settings));
    }
}
