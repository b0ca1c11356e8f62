package dev.millrace.train;

import dev.millrace.store.TrainingRun;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What became of the wish to train. */
sealed interface Start {

    /**
     * A run began.
     *
     * @param end completes with the run as it ended; fails when its end could not be written
     */
    record Begun(TrainingRun run, CompletableFuture<TrainingRun> end) implements Start {}

    /** The model is being trained already, here or by a replica; the run is missing for the instant in which it begins. */
    record UnderWay(Optional<TrainingRun> run) implements Start {}

    /** Another replica took this minute of the schedule. */
    record Taken() implements Start {}

    /** As many runs wait as may: come again later. */
    record Full() implements Start {}
}
