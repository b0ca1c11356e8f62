package dev.millrace.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The address that this machine alone can reach. */
final class Loopback {
    static final String HOST = "127.0.0.1";
    static final InetAddress ADDRESS = InetAddress.ofLiteral(HOST);

    private Loopback() {}

    /** A port that nobody uses at this moment. Another program may take it: ask again then. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, ADDRESS)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("this machine has no free port on " + HOST, e);
        }
    }
}
