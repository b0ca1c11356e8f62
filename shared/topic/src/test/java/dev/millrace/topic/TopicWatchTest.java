package dev.millrace.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopicWatchTest {
    @Test
    void brokerAwayForManyReasons_isOneNews() {
        assertThat(TopicWatch.news(new TopicState.Unreachable("no answer within 5000 ms")))
                .isEqualTo(TopicWatch.news(new TopicState.Unreachable("timed out waiting for a node assignment")))
                .isNotEqualTo(TopicWatch.news(new TopicState.Missing("it was not made yet")));
    }
}
