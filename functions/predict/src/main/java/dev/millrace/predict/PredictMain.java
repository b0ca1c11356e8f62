package dev.millrace.predict;

import dev.millrace.runtime.FunctionMain;

/** Starts predict. */
public final class PredictMain {
    private PredictMain() {}

    public static void main(String[] args) {
        FunctionMain.run(
                "predict",
                "Answers predictions over HTTP from the newest promoted model versions.",
                args,
                PredictSettings::of);
    }
}
