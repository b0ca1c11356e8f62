package dev.millrace.clean;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Backoff backoff = new Backoff(now::get, Duration.ofSeconds(1), Duration.ofSeconds(3));

    @Test
    void noFailure_needsNoPause() {
        assertThat(backoff.over()).isTrue();
    }

    @Test
    void pauses_doubleUpToTheLimit() {
        assertPause(1);
        assertPause(2);
        assertPause(3);
        assertPause(3);
    }

    @Test
    void success_makesTheNextPauseShortAgain() {
        assertPause(1);
        assertPause(2);
        backoff.reset();
        assertPause(1);
    }

    @Test
    void failuresOfOneTurn_areOnePause() {
        backoff.failed();
        backoff.failed();
        backoff.failed();
        now.updateAndGet(instant -> instant.plusSeconds(1));
        assertThat(backoff.over()).isTrue();
    }

    private void assertPause(int seconds) {
        backoff.failed();
        now.updateAndGet(instant -> instant.plusMillis(seconds * 1000L - 1));
        assertThat(backoff.over()).isFalse();
        now.updateAndGet(instant -> instant.plusMillis(1));
        assertThat(backoff.over()).isTrue();
    }
}
