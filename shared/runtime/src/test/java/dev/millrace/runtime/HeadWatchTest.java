package dev.millrace.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeadWatchTest {
    private static final String HEAD = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n";

    private final BodyWatch requests = new BodyWatch();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new HeadWatch(requests, Duration.ofSeconds(30)), new HttpServerCodec(), requests);

    @BeforeEach
    void freeze() {
        channel.freezeTime();
    }

    @Test
    void headThatTrickles_endsTheConnection() {
        receive("POST / HT");
        pass(20);
        receive("T");
        pass(9);
        assertThat(channel.isOpen()).isTrue();
        pass(2);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void headInTwoPieces_isWaitedFor() {
        receive(HEAD.substring(0, 10));
        pass(20);
        receive(HEAD.substring(10) + "abc");
        pass(100);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void connectionWithoutARequest_isLeftAlone() {
        pass(100);
        receive(HEAD + "abc");
        pass(100);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void bodyThatTrickles_isNotItsAffair() {
        receive(HEAD + "a");
        pass(100);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void secondHeadThatTrickles_endsTheConnection() {
        receive(HEAD + "abc" + "GET");
        receive(" ");
        pass(31);
        assertThat(channel.isOpen()).isFalse();
    }

    private void receive(String bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes, US_ASCII));
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
