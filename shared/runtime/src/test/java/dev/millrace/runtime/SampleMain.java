package dev.millrace.runtime;

/** The sample function's main class. */
final class SampleMain {
    private SampleMain() {}

    public static void main(String[] args) {
        FunctionMain.run(
                "sample", "sample greets people.", args, (settings, models) -> settings.list("millrace.sample.words"));
    }
}
