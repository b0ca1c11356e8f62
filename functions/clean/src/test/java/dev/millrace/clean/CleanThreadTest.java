package dev.millrace.clean;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class CleanThreadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Test
    void threadThatHangs_isWaitedForOnceAlthoughDrainIsCalledTwice() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        CleanThread thread = new CleanThread(
                        () -> {
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            throw new ConfigException("the end of the test");
                        },
                        PATIENCE)
                .start();
        thread.drain();
        long began = System.nanoTime();

        thread.drain();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE);
        never.countDown();
    }

    @Test
    void brokerOfUnknownName_leavesTheThreadAliveAndItStopsAtOnce() throws InterruptedException {
        CleanThread thread = new CleanThread(() -> {
                    throw new ConfigException("No resolvable bootstrap urls given in bootstrap.servers");
                })
                .start();
        assertThat(thread.dead()).isEmpty();

        thread.drain();

        assertThat(thread.dead()).isPresent();
    }
}
