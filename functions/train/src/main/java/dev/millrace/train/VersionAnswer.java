package dev.millrace.train;

import dev.millrace.store.VersionInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A version in answers. */
final class VersionAnswer {
    /** The figures that a list of versions shows. */
    private static final List<String> FIGURES = List.of("accuracy", "macro_f1", "log_loss", "calibration_error");

    private VersionAnswer() {}

    /** A line of a list. */
    static Map<String, Object> line(VersionInfo version, Map<String, Integer> aliases, StoredJson json) {
        Map<String, Object> answer = facts(version, aliases);
        Map<String, Object> metrics = json.read(version.metricsJson());
        FIGURES.forEach(figure -> put(answer, figure, metrics));
        return answer;
    }

    /** All there is to know. */
    static Map<String, Object> whole(VersionInfo version, Map<String, Integer> aliases, StoredJson json) {
        Map<String, Object> answer = facts(version, aliases);
        answer.put("metrics", json.read(version.metricsJson()));
        answer.put("lineage", json.read(version.lineageJson()));
        return answer;
    }

    private static Map<String, Object> facts(VersionInfo version, Map<String, Integer> aliases) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("model", version.model().value());
        answer.put("version", version.version());
        answer.put("status", version.status());
        answer.put(
                "aliases",
                aliases.keySet().stream()
                        .filter(alias -> version.version() == aliases.getOrDefault(alias, 0))
                        .sorted()
                        .toList());
        answer.put("created", version.created().toString());
        answer.put("sha256", version.sha256());
        answer.put("bytes", version.bytes());
        version.parent().ifPresent(parent -> answer.put("parent", parent));
        return answer;
    }

    private static void put(Map<String, Object> answer, String figure, Map<String, Object> metrics) {
        Object value = metrics.get(figure);
        if (value != null) {
            answer.put(figure, value);
        }
    }
}
