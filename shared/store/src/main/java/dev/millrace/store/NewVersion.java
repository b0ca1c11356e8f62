package dev.millrace.store;

import dev.millrace.document.ModelName;
import java.util.List;
import java.util.Optional;

/**
 * A version to be published.
 *
 * @param bytes what predict loads; not to be changed afterwards
 * @param status {@link VersionInfo#PUBLISHED} or {@link VersionInfo#REJECTED}
 * @param marks the snapshot it was trained from
 * @param parent the champion it was judged against; none: there was none. Another one at the commit refuses it
 */
public record NewVersion(
        ModelName model,
        byte[] bytes,
        String status,
        String metricsJson,
        String lineageJson,
        List<Mark> marks,
        Optional<Integer> parent) {
    public NewVersion {
        marks = List.copyOf(marks);
        if (!status.equals(VersionInfo.PUBLISHED) && !status.equals(VersionInfo.REJECTED)) {
            throw new IllegalArgumentException("status is '" + status + "': expected published or rejected");
        }
        if (bytes.length == 0) {
            throw new IllegalArgumentException("bytes is empty: expected a model");
        }
    }
}
