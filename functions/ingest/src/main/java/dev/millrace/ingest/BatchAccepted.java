package dev.millrace.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answer to a batch: counts, and each rejected line with its field and reason.
 *
 * @param rejectionsLeftOut rejections that are counted but not spelled out
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
record BatchAccepted(
        long accepted,
        long rejected,
        List<Rejection> rejections,
        @JsonProperty("rejections_left_out") long rejectionsLeftOut) {

    /** One rejected line, counted from 1; {@code field} is empty when the line is no JSON object. */
    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Rejection(long line, String field, String code, String detail) {
        /** The same for a problem, which holds maps. */
        Map<String, Object> members() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("line", line);
            members.put("field", field);
            members.put("code", code);
            members.put("detail", detail);
            return members;
        }
    }

    static BatchAccepted of(BatchReport report) {
        List<Rejection> rejections = report.refusals().stream()
                .map(refusal -> new Rejection(
                        refusal.line(),
                        refusal.reason().field().orElse(""),
                        refusal.reason().code(),
                        refusal.reason().sentence()))
                .toList();
        return new BatchAccepted(report.accepted(), report.refused(), rejections, report.refused() - rejections.size());
    }
}
