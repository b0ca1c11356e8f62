package dev.millrace.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/**
 * The address that a process will listen on, tried before anything else is started: what takes seconds to start, and may
 * leave something behind, should not start in vain. Whether it is free is told by taking it for an instant, not by the
 * system's messages, which come in the user's language.
 */
public final class ListenAddress {
    private static final int FIRST_FOR_ALL = 1024;

    private ListenAddress() {}

    /**
     * Throws {@link InvalidSetting} when nothing can listen there now.
     *
     * @param port 0: any free one
     * @param hostName what the user calls the host, for the line; {@code portName} likewise
     */
    public static void requireFree(String host, int port, String hostName, String portName) {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw notOurs(hostName, host);
        }
        if (!canListen(address, 0)) {
            throw notOurs(hostName, host);
        }
        if (!canListen(address, port)) {
            throw taken(portName, host, port);
        }
    }

    /** The line for a port that is taken, or that only an administrator may take. */
    static InvalidSetting taken(String portName, String host, int port) {
        String why = port < FIRST_FOR_ALL
                ? "this user may not listen there, or another program does"
                : "another program listens there";
        return new InvalidSetting(portName + " is '" + port + "': expected a free port of " + host + ", but " + why);
    }

    private static InvalidSetting notOurs(String hostName, String host) {
        return new InvalidSetting(hostName + " is '" + host + "': expected a name or an address of this machine");
    }

    private static boolean canListen(InetAddress address, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
