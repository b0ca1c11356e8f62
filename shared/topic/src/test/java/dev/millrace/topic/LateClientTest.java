package dev.millrace.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class LateClientTest {
    private final AtomicBoolean nameKnown = new AtomicBoolean();
    private final AtomicInteger tries = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong nanos = new AtomicLong();
    private final LateClient<Closeable> client = new LateClient<>(this::make, nanos::get);

    private Closeable make() {
        tries.incrementAndGet();
        if (!nameKnown.get()) {
            throw new ConfigException("No resolvable bootstrap urls given in bootstrap.servers");
        }
        return () -> closed.set(true);
    }

    @Test
    void brokerOfUnknownName_isMadeOnceTheNameIsKnown() {
        assertThatThrownBy(client::get).hasMessageContaining("No resolvable");
        nameKnown.set(true);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(client.get()).isSameAs(client.get());
        assertThat(tries).hasValue(2);
    }

    @Test
    void manyCallersWhileTheNameIsUnknown_askForItOnceASecond() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(client::get).isInstanceOf(ConfigException.class);
        }
        assertThat(tries).hasValue(1);
    }

    @Test
    void neverMade_hasNothingToClose() {
        client.close();
        assertThat(closed).isFalse();
    }

    @Test
    void made_isClosed() {
        nameKnown.set(true);
        client.get();
        client.close();
        assertThat(closed).isTrue();
    }
}
