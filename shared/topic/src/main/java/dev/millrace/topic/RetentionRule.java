package dev.millrace.topic;

import dev.millrace.document.RawTopic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** How long the topic keeps a record: seven days whatever its size, and older revisions of a key too. */
final class RetentionRule {
    private static final Map<String, String> WANTED = wanted();

    private RetentionRule() {}

    private static Map<String, String> wanted() {
        Map<String, String> wanted = new LinkedHashMap<>();
        wanted.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(RawTopic.RETENTION.toMillis()));
        wanted.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
        wanted.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        return wanted;
    }

    /** For the topic's making. */
    static Map<String, String> settings() {
        return WANTED;
    }

    /** A sentence when a setting found is another one than wanted. */
    static Optional<String> warning(Function<String, @Nullable String> found) {
        List<String> wrong = new ArrayList<>();
        WANTED.forEach((name, wanted) -> {
            String value = found.apply(name);
            if (!wanted.equals(value)) {
                wrong.add(name + " is " + value + ", expected " + wanted);
            }
        });
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of("it does not keep its records for " + RawTopic.RETENTION.toDays() + " days ("
                        + String.join("; ", wrong) + "), so a document may be gone before it is stored, or take room"
                        + " for longer: set it with kafka-configs.sh --alter --topic " + RawTopic.NAME);
    }
}
