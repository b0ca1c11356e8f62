package dev.millrace.predict;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A TCP port that leads to another one, and can be shut: then connections break and new ones are refused. */
final class Doorway implements AutoCloseable {
    private static final int BACKLOG = 50;

    private final int target;
    private final int port;
    private final Set<Socket> through = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket open;

    /** Shut at first. */
    Doorway(int target) throws IOException {
        this.target = target;
        try (ServerSocket free = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    synchronized void open() throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        open = server;
        Thread.ofVirtual().start(() -> accept(server));
    }

    synchronized void shut() {
        close(open);
        open = null;
        through.forEach(Doorway::close);
        through.clear();
    }

    @Override
    public void close() {
        shut();
    }

    private void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket host = new Socket(InetAddress.getLoopbackAddress(), target);
                through.add(client);
                through.add(host);
                if (server.isClosed()) {
                    shut();
                }
                Thread.ofVirtual().start(() -> pass(client, host));
                Thread.ofVirtual().start(() -> pass(host, client));
            } catch (IOException e) {
                close(server); // shut, or the target is gone
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private static void close(java.io.@Nullable Closeable socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
