package dev.millrace.train;

import dev.millrace.store.RunOutcome;
import dev.millrace.store.TrainingRun;
import java.util.Map;
import java.util.Optional;

/** How a training ended. Each has a sentence for people. */
sealed interface TrainResult {
    String message();

    /** The gate let it through: it is the champion now. */
    record Published(Fingerprint fingerprint, Judged judged, String message) implements TrainResult {}

    /** The gate held it back: the version is kept, the champion stays. */
    record Rejected(Fingerprint fingerprint, Judged judged, String message) implements TrainResult {}

    /** Nothing is new since the last run: no version, no test. */
    record Unchanged(Fingerprint fingerprint, String message) implements TrainResult {}

    /** No version came of it; the message says what is missing. */
    record Failed(Fingerprint fingerprint, String message) implements TrainResult {}

    /**
     * A version, and what the run says of it.
     *
     * @param compared whether it was tested against a champion: a look
     */
    record Judged(int version, Map<String, Object> metrics, boolean compared) {}

    /** As the run's row keeps it. */
    default RunOutcome outcome() {
        return switch (this) {
            case Published it -> of(TrainingRun.PUBLISHED, it.fingerprint, it.message, Optional.of(it.judged));
            case Rejected it -> of(TrainingRun.REJECTED, it.fingerprint, it.message, Optional.of(it.judged));
            case Unchanged it -> of(TrainingRun.UNCHANGED, it.fingerprint, it.message, Optional.empty());
            case Failed it -> of(TrainingRun.FAILED, it.fingerprint, it.message, Optional.empty());
        };
    }

    private static RunOutcome of(String state, Fingerprint print, String message, Optional<Judged> judged) {
        return new RunOutcome(
                state,
                Optional.of(print.snapshotHash()),
                Optional.of(print.settingsHash()),
                Optional.of(print.codeVersion()),
                judged.map(Judged::version),
                Optional.of(message),
                judged.map(version -> JsonText.of(version.metrics())),
                judged.map(Judged::compared).orElse(false));
    }
}
