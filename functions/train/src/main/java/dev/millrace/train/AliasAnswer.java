package dev.millrace.train;

import dev.millrace.store.AliasChange;
import java.util.LinkedHashMap;
import java.util.Map;

/** A move of an alias in answers. */
final class AliasAnswer {
    private AliasAnswer() {}

    static Map<String, Object> of(AliasChange change) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("model", change.model().value());
        answer.put("alias", change.alias());
        answer.put("version", change.version());
        change.from().ifPresent(from -> answer.put("from", from));
        answer.put("at", change.at().toString());
        answer.put("by", change.by());
        answer.put("reason", change.reason());
        return answer;
    }
}
