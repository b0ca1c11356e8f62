package dev.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UntilTest {
    @Test
    void conditionThatComesTrue_isWaitedFor() {
        AtomicInteger asked = new AtomicInteger();
        Until.until("asked three times", Duration.ofSeconds(10), () -> asked.incrementAndGet() == 3);
        assertThat(asked).hasValue(3);
    }

    @Test
    void conditionThatStaysFalse_failsNamingIt() {
        assertThatThrownBy(() -> Until.until("the moon is here", Duration.ofMillis(20), () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessage("not within 20 ms: the moon is here");
    }
}
