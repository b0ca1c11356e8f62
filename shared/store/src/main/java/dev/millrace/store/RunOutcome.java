package dev.millrace.store;

import java.util.Optional;

/** How a training run ended; the components mean what they mean in {@link TrainingRun}. */
public record RunOutcome(
        String state,
        Optional<String> snapshotHash,
        Optional<String> settingsHash,
        Optional<String> codeVersion,
        Optional<Integer> version,
        Optional<String> message,
        Optional<String> detailJson,
        boolean judged) {
    public RunOutcome {
        if (state.equals(TrainingRun.RUNNING)) {
            throw new IllegalArgumentException("state is 'running': expected how the run ended");
        }
    }

    /** A run that could not be ended otherwise. */
    public static RunOutcome failed(String message) {
        return new RunOutcome(
                TrainingRun.FAILED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(message),
                Optional.empty(),
                false);
    }
}
