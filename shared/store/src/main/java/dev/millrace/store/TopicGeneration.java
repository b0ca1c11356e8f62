package dev.millrace.store;

import java.time.Instant;

/**
 * One life of the topic: a new generation begins when the topic was made anew, or when offsets were given up.
 *
 * @param generation 1, 2, 3 …
 * @param topicId Kafka's id of the topic; two generations may share it
 * @param reason why it began, for people
 */
public record TopicGeneration(int generation, String topicId, int partitions, Instant began, String reason) {}
