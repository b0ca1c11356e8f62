import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks one POST again and again over keep-alive connections, each sending the next request when the last is answered;
 * or, with a rate, when its time has come, and then counts from that time on: a wait behind a slow answer is a wait
 * too. An answer that is not 2xx ends it all. Arguments: port, path, file with a body a line, connections, seconds, and the
 * rate in requests a second, if there is one. Prints one line of JSON; times in milliseconds.
 */
void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    List<byte[]> requests = Files.readAllLines(Path.of(args[2])).stream()
            .map(body -> request(args[1], body.getBytes(StandardCharsets.UTF_8)))
            .toList();
    int connections = Integer.parseInt(args[3]);
    long warm = System.nanoTime() + Duration.ofSeconds(Long.parseLong(args[4])).toNanos() / 3;
    long end = warm + Duration.ofSeconds(Long.parseLong(args[4])).toNanos();
    long gap = args.length > 5 ? Duration.ofSeconds(connections).toNanos() / Long.parseLong(args[5]) : 0;
    List<Callable<long[]>> askers = new ArrayList<>();
    for (int c = 0; c < connections; c++) {
        int first = c;
        askers.add(() -> ask(port, requests, first, gap, gap * first / connections, warm, end));
    }
    try (var threads = Executors.newFixedThreadPool(connections)) {
        List<Future<long[]>> done = threads.invokeAll(askers);
        long[][] each = new long[connections][];
        for (int c = 0; c < connections; c++) {
            each[c] = done.get(c).get();
        }
        long[] all = Arrays.stream(each).flatMapToLong(Arrays::stream).sorted().toArray();
        IO.println("{\"rate\": %.0f, \"p50\": %.3f, \"p99\": %.3f}".formatted(
                all.length / ((end - warm) / 1e9), all[all.length / 2] / 1e6, all[all.length * 99 / 100] / 1e6));
    }
}

byte[] request(String path, byte[] body) {
    byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] both = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, both, head.length, body.length);
    return both;
}

/**
 * The nanoseconds of each answer after the warm-up.
 *
 * @param gap nanoseconds from one request to the next, 0: at once
 * @param delay nanoseconds until the first, so that the connections take turns
 */
long[] ask(int port, List<byte[]> requests, int first, long gap, long delay, long warm, long end) throws IOException {
    long[] taken = new long[1 << 12];
    int count = 0;
    try (Socket socket = new Socket("127.0.0.1", port)) {
        socket.setTcpNoDelay(true);
        InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
        long due = System.nanoTime() + delay;
        for (int i = first; System.nanoTime() < end; i++, due += gap) {
            for (long wait = due - System.nanoTime(); gap > 0 && wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            long begin = gap > 0 ? due : System.nanoTime();
            socket.getOutputStream().write(requests.get(i % requests.size()));
            readAnswer(in);
            if (begin > warm) {
                taken = count == taken.length ? Arrays.copyOf(taken, count * 2) : taken;
                taken[count++] = System.nanoTime() - begin;
            }
        }
    }
    return Arrays.copyOf(taken, count);
}

void readAnswer(InputStream in) throws IOException {
    String status = line(in);
    if (!status.startsWith("HTTP/1.1 2")) {
        throw new IOException("answered " + status);
    }
    int length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
        if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
            length = Integer.parseInt(header.substring(15).strip());
        }
    }
    in.skipNBytes(length);
}

String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
            throw new IOException("the connection was closed");
        }
        if (b != '\r') {
            line.append((char) b);
        }
    }
    return line.toString();
}
