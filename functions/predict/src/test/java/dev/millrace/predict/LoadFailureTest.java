package dev.millrace.predict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadFailureTest {
    @Test
    void retries_areEverFurtherApart_upToFiveMinutes() {
        List<Long> waits = IntStream.of(1, 2, 3, 6, 7, 8, 1_000_000)
                .mapToObj(attempts -> LoadFailure.of(3, Instant.EPOCH, "broken", attempts))
                .map(failure -> failure.retryAt().getEpochSecond())
                .toList();

        assertThat(waits).containsExactly(5L, 10L, 20L, 160L, 300L, 300L, 300L);
    }

    @Test
    void failure_isDueFromItsTimeOn() {
        LoadFailure failure = LoadFailure.of(3, Instant.EPOCH, "broken", 1);

        assertThat(failure.isDue(failure.retryAt().minusMillis(1))).isFalse();
        assertThat(failure.isDue(failure.retryAt())).isTrue();
    }
}
