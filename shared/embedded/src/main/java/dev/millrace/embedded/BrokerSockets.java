package dev.millrace.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The two listening sockets of the broker, bound before it starts: so its ports are known beforehand, and nobody can take
 * them in between.
 */
final class BrokerSockets implements ServerSocketFactory, AutoCloseable {
    static final String CLIENTS = "CLIENTS";
    static final String CONTROLLER = "CONTROLLER";

    private final ServerSocketChannel clients;
    private final ServerSocketChannel controller;

    private BrokerSockets(ServerSocketChannel clients, ServerSocketChannel controller) {
        this.clients = clients;
        this.controller = controller;
    }

    /** @param port for clients; 0: any that is free, as the controller's always is */
    static BrokerSockets bind(int port) throws IOException {
        ServerSocketChannel clients = bound(port);
        try {
            return new BrokerSockets(clients, bound(0));
        } catch (IOException e) {
            clients.close();
            throw e;
        }
    }

    private static ServerSocketChannel bound(int port) throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(Loopback.ADDRESS, port), 128);
    }

    @Override
    public ServerSocketChannel openServerSocket(
            String listener, InetSocketAddress address, int backlog, int receiveBuffer) throws IOException {
        ServerSocketChannel channel = listener.equals(CONTROLLER) ? controller : clients;
        channel.configureBlocking(false);
        return channel;
    }

    String clientsAddress() {
        return address(clients);
    }

    String controllerAddress() {
        return address(controller);
    }

    private static String address(ServerSocketChannel channel) {
        return Loopback.HOST + ":" + channel.socket().getLocalPort();
    }

    @Override
    public void close() throws IOException {
        try (clients) {
            controller.close();
        }
    }
}
