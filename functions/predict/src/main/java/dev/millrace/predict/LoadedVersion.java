package dev.millrace.predict;

import dev.millrace.classifier.Classifier;
import dev.millrace.document.ModelName;
import java.time.Instant;

/**
 * A model version in memory: checked, warm, immutable but for its counts.
 *
 * @param bytes the size of its stored form
 * @param sha256 of its stored form, hex
 * @param created when it was made, as the registry has it
 * @param holdout how it did there, as the registry has it
 */
record LoadedVersion(
        ModelName model,
        int version,
        Classifier classifier,
        int bytes,
        String sha256,
        Instant loadedAt,
        Instant created,
        HoldoutFigures holdout,
        LabelCounts counts,
        InferenceStats stats) {

    /** As answers and URLs name it. */
    String name() {
        return Integer.toString(version);
    }
}
