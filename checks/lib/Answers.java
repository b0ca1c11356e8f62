import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks {@code /predict} without pause over keep-alive connections until its standard input ends, and keeps every answer.
 * Arguments: port, file with a body a line, connections, file for the answers. Prints {@code ready}, then what went wrong,
 * a line each. An answer is three 32-bit numbers, big-endian: when it was asked for (us since this program's start, with
 * which the file begins as 64-bit us of the epoch), how long it took (us), the version.
 */
final AtomicBoolean over = new AtomicBoolean();

final Pattern version = Pattern.compile("\"model_version\":\"(\\d+)\"");

void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    List<byte[]> requests = Files.readAllLines(Path.of(args[1])).stream()
            .map(body -> request(body.getBytes(StandardCharsets.UTF_8)))
            .toList();
    int connections = Integer.parseInt(args[2]);
    Instant now = Instant.now();
    long epoch = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    long zero = System.nanoTime();
    Asker[] askers = new Asker[connections];
    try (var threads = Executors.newFixedThreadPool(connections)) {
        for (int c = 0; c < connections; c++) {
            askers[c] = new Asker(port, requests, c, zero);
            threads.submit(askers[c]);
        }
        IO.println("ready");
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        over.set(true);
        threads.shutdown();
        if (!threads.awaitTermination(20, TimeUnit.SECONDS)) {
            IO.println("a request was not answered within 20 s");
        }
    }
    try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(Path.of(args[3])), 1 << 16))) {
        out.writeLong(epoch);
        for (Asker asker : askers) {
            asker.write(out);
        }
    }
}

byte[] request(byte[] body) {
    byte[] head = ("POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] both = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, both, head.length, body.length);
    return both;
}

/** One connection. It is opened again only after an error, which is a failed request. */
class Asker implements Runnable {
    private final int port;
    private final List<byte[]> requests;
    private final int number;
    private final long zero;
    private int[] answers = new int[3 << 12];
    private int size;

    Asker(int port, List<byte[]> requests, int number, long zero) {
        this.port = port;
        this.requests = requests;
        this.number = number;
        this.zero = zero;
    }

    @Override
    public void run() {
        int next = number;
        for (int errors = 0; !over.get() && errors < 100; errors++) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(15_000);
                InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
                while (!over.get()) {
                    long begin = System.nanoTime();
                    socket.getOutputStream().write(requests.get(next++ % requests.size()));
                    int answered = answer(in);
                    add((int) ((begin - zero) / 1_000), (int) ((System.nanoTime() - begin) / 1_000), answered);
                }
            } catch (IOException e) {
                IO.println("connection " + number + " at " + (System.nanoTime() - zero) / 1_000_000 + " ms: " + e);
            }
        }
    }

    private void add(int begin, int micros, int answered) {
        answers = size == answers.length ? Arrays.copyOf(answers, size * 2) : answers;
        answers[size++] = begin;
        answers[size++] = micros;
        answers[size++] = answered;
    }

    void write(DataOutputStream out) throws IOException {
        for (int i = 0; i < size; i++) {
            out.writeInt(answers[i]);
        }
    }

    private int answer(InputStream in) throws IOException {
        String status = line(in);
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        Matcher found = version.matcher(body);
        if (!status.startsWith("HTTP/1.1 200") || !found.find()) {
            throw new IOException("answered " + status + " " + body);
        }
        return Integer.parseInt(found.group(1));
    }

    private String line(InputStream in) throws IOException {
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
}
