package dev.millrace.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies as only a socket can send them. */
class BodiesIT {
    private static final int SIZE = 20 << 20;
    private static Running sample;

    @BeforeAll
    static void start() {
        sample = Running.start(Map.of());
    }

    @AfterAll
    static void stop() {
        sample.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Connection: close\r\n"})
    void hugeBodyThatIsRefused_canBeSentWholeBeforeTheAnswerIsRead(String header) throws IOException {
        try (Socket socket = socket()) {
            OutputStream out = socket.getOutputStream();
            out.write(head(header + "Content-Length: " + SIZE));
            for (int sent = 0; sent < SIZE; sent += 1 << 20) {
                out.write(new byte[1 << 20]);
            }
            assertThat(answer(socket)).startsWith("HTTP/1.1 413").contains("body-too-large", "connection: close");
        }
    }

    @Test
    void hugeChunkedBodyThatIsRefused_canBeSentWholeBeforeTheAnswerIsRead() throws IOException {
        try (Socket socket = socket()) {
            OutputStream out = socket.getOutputStream();
            out.write(head("Transfer-Encoding: chunked"));
            for (int sent = 0; sent < SIZE; sent += 1 << 20) {
                out.write("100000\r\n".getBytes(US_ASCII));
                out.write(new byte[1 << 20]);
                out.write("\r\n".getBytes(US_ASCII));
            }
            out.write("0\r\n\r\n".getBytes(US_ASCII));
            assertThat(answer(socket)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void clientThatAsksFirst_isRefusedBeforeItSends() throws IOException {
        try (Socket socket = socket()) {
            socket.getOutputStream().write(head("Expect: 100-continue\r\nContent-Length: " + SIZE));
            assertThat(answer(socket)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void chunkThatIsNoChunk_is400() throws IOException {
        try (Socket socket = socket()) {
            socket.getOutputStream().write(head("Transfer-Encoding: chunked"));
            socket.getOutputStream().write("3\r\nabc\r\nxyz\r\n".getBytes(US_ASCII));
            assertThat(answer(socket)).startsWith("HTTP/1.1 400").contains("body-incomplete");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"414 uri-too-long", "431 headers-too-long", "400 bad-request"})
    void unreadableHead_isAnsweredWithWhatIsWrong(String expected) throws IOException {
        String long9k = "x".repeat(9000);
        String request = switch (expected) {
            case "414 uri-too-long" -> "GET /" + long9k + " HTTP/1.1\r\n\r\n";
            case "431 headers-too-long" -> "GET / HTTP/1.1\r\nX: " + long9k + "\r\n\r\n";
            default -> "GET / HTTP/1.1\r\nTransfer-Encoding: x\r\n\r\n";
        };
        try (Socket socket = socket()) {
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            assertThat(answer(socket))
                    .matches("(?s)HTTP/1.[01] " + expected.substring(0, 3) + " .*")
                    .contains("\"code\":\"" + expected.substring(4) + "\"");
        }
    }

    private static Socket socket() throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), sample.uri("/").getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static byte[] head(String headers) {
        return ("POST /sample/bytes HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n").getBytes(US_ASCII);
    }

    /** Until the connection is closed. */
    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
}
