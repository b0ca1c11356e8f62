package dev.millrace.predict;

import dev.millrace.classifier.Classifier;
import dev.millrace.document.ModelName;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * A model version in memory: checked, warm, immutable but for its counts.
 *
 * @param bytes the size of its stored form
 * @param sha256 of its stored form, hex
 * @param accuracy on the holdout, as the registry has it
 */
record LoadedVersion(
        ModelName model,
        int version,
        Classifier classifier,
        int bytes,
        String sha256,
        Instant loadedAt,
        OptionalDouble accuracy,
        LabelCounts counts,
        InferenceStats stats) {

    /** As answers and URLs name it. */
    String name() {
        return Integer.toString(version);
    }
}
