package dev.millrace.clean;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
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
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(backoff.over()).isTrue();
    }

    private void assertPause(int seconds) {
        backoff.failed();
        now.addAndGet(Duration.ofMillis(seconds * 1000L - 1).toNanos());
        assertThat(backoff.over()).isFalse();
        now.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(backoff.over()).isTrue();
    }
}
