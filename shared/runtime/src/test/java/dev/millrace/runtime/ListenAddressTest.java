package dev.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    private static final String LOOPBACK = "127.0.0.1";

    @Test
    void portTaken_namesThePort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> ListenAddress.requireFree(LOOPBACK, port, "--host", "--port"))
                    .isInstanceOf(InvalidSetting.class)
                    .hasMessage("--port is '" + port
                            + "': expected a free port of 127.0.0.1, but another program listens there");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "no-such-host.invalid"})
    void hostOfAnotherMachine_namesTheHost(String host) {
        assertThatThrownBy(() -> ListenAddress.requireFree(host, 0, "--host", "--port"))
                .hasMessage("--host is '" + host + "': expected a name or an address of this machine");
    }

    @Test
    void freePort_isLeftFree() throws IOException {
        int port;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        ListenAddress.requireFree(LOOPBACK, port, "--host", "--port");
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }
}
