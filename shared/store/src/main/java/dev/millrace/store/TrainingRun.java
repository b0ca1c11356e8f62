package dev.millrace.store;

import dev.millrace.document.ModelName;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One training run.
 *
 * @param trigger what asked for it, as {@code schedule} or {@code request}
 * @param state {@code running}, {@code published}, {@code rejected}, {@code unchanged}, {@code failed} or {@code abandoned}
 * @param version the version it made
 * @param message the outcome in a sentence
 * @param judged whether the gate compared it with a champion: a look
 */
public record TrainingRun(
        UUID id,
        ModelName model,
        String trigger,
        String state,
        Instant started,
        Optional<Instant> ended,
        Optional<String> snapshotHash,
        Optional<String> settingsHash,
        Optional<String> codeVersion,
        Optional<Integer> version,
        Optional<String> message,
        Optional<String> detailJson,
        boolean judged) {
    public static final String RUNNING = "running";
    public static final String PUBLISHED = "published";
    public static final String REJECTED = "rejected";
    public static final String UNCHANGED = "unchanged";
    public static final String FAILED = "failed";
    public static final String ABANDONED = "abandoned";
}
