package dev.millrace.store;

import dev.millrace.document.ModelName;
import java.time.Instant;
import java.util.Optional;

/**
 * A version without its bytes; never changes.
 *
 * @param version 1, 2, 3 …
 * @param status {@link #PUBLISHED} or {@link #REJECTED}: the gate's verdict when it was made
 * @param sha256 of the bytes, 64 hex digits
 * @param bytes how many they are
 */
public record VersionInfo(
        ModelName model,
        int version,
        String status,
        String sha256,
        int bytes,
        Instant created,
        String metricsJson,
        String lineageJson,
        Optional<Integer> parent) {
    public static final String PUBLISHED = "published";
    public static final String REJECTED = "rejected";
}
