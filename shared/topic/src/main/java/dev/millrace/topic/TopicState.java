package dev.millrace.topic;

import dev.millrace.document.RawTopic;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a look at the topic found. */
public sealed interface TopicState {

    /** One sentence for logs, health and errors, with the way on where one is needed. */
    String sentence();

    /**
     * The offsets a partition holds.
     *
     * @param first the oldest record's
     * @param end that of the next to come
     * @param leaderEpoch how often its leader has changed, as its leader has it; none when that is not known
     */
    record Range(long first, long end, Optional<Integer> leaderEpoch) {}

    /**
     * The topic is there, with the right number of partitions.
     *
     * @param topicId the broker's own id of it: another one after it was made anew
     * @param offsets by partition; a partition without a leader is left out
     * @param warning what is not as Millrace makes it, so that documents may be lost before they are stored
     */
    record Good(String topicId, int partitions, Map<Integer, Range> offsets, Optional<String> warning)
            implements TopicState {
        public Good {
            offsets = Collections.unmodifiableMap(new TreeMap<>(offsets));
        }

        @Override
        public String sentence() {
            return "topic " + RawTopic.NAME + " is there, with id " + topicId
                    + warning.map(text -> "; " + text).orElse("");
        }
    }

    /** Keys would go to other partitions, and a document's revisions would lose their order. */
    record WrongPartitions(int found) implements TopicState {
        @Override
        public String sentence() {
            return "topic " + RawTopic.NAME + " has " + found + " partitions: expected " + RawTopic.PARTITIONS
                    + ", since with another number keys move. Make the topic anew with " + RawTopic.PARTITIONS
                    + " partitions, then POST /topic/generations on clean";
        }
    }

    /** It is not there, and could not be made. */
    record Missing(String why) implements TopicState {
        @Override
        public String sentence() {
            return "topic " + RawTopic.NAME + " is missing and could not be made: " + why;
        }
    }

    /** The broker did not answer in time. */
    record Unreachable(String why) implements TopicState {
        @Override
        public String sentence() {
            return "the broker does not answer: " + why;
        }
    }
}
