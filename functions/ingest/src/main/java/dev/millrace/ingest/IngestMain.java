package dev.millrace.ingest;

import dev.millrace.runtime.FunctionMain;

/** Starts ingest. */
public final class IngestMain {
    private IngestMain() {}

    public static void main(String[] args) {
        FunctionMain.run(
                "ingest",
                "ingest: takes documents in over HTTP and keeps them in Kafka",
                args,
                (settings, models) -> IngestSettings.of(settings));
    }
}
