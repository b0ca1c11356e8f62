package dev.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private Optional<String> broker = Optional.of("away");
    private Optional<String> consumer = Optional.empty();
    private final Lifecycle lifecycle = new Lifecycle(
            List.of(new ReadinessCheck() {
                @Override
                public String name() {
                    return "broker";
                }

                @Override
                public Optional<String> notReady() {
                    return broker;
                }
            }),
            List.of(new LivenessCheck() {
                @Override
                public String name() {
                    return "consumer";
                }

                @Override
                public Optional<String> dead() {
                    return consumer;
                }
            }));

    @Test
    void neverReady_isUnhealthyButLives() {
        assertThat(lifecycle.dead()).isEmpty();
        assertThat(lifecycle.notReady()).containsEntry("broker", "away");
        assertThat(lifecycle.unhealthy()).containsEntry("broker", "away");
    }

    @Test
    void readyOnceThenNot_staysHealthy() {
        broker = Optional.empty();
        assertThat(lifecycle.notReady()).isEmpty();

        broker = Optional.of("away");

        assertThat(lifecycle.notReady()).containsKey("broker");
        assertThat(lifecycle.unhealthy()).isEmpty();
    }

    @Test
    void partDies_showsEverywhere() {
        broker = Optional.empty();
        assertThat(lifecycle.unhealthy()).isEmpty();

        consumer = Optional.of("its thread ended");

        assertThat(lifecycle.dead()).containsEntry("consumer", "its thread ended");
        assertThat(lifecycle.notReady()).containsKey("consumer");
        assertThat(lifecycle.unhealthy()).containsKey("consumer");
    }

    @Test
    void draining_isNotReadyButHealthy() {
        broker = Optional.empty();
        assertThat(lifecycle.unhealthy()).isEmpty();

        lifecycle.beginDraining();

        assertThat(lifecycle.notReady()).containsOnlyKeys("draining");
        assertThat(lifecycle.unhealthy()).isEmpty();
    }
}
