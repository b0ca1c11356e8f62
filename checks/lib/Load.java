import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests that come at a rate, whether those before are answered or not, over connections that are kept. Times count
 * from when a request was due. Not counted is what comes in a third of the seconds before them, while this process and its
 * connections are new. Arguments: port, path, file of bodies (each behind a line {@code LENGTH [NAME: VALUE]}),
 * connections, requests a second (0: each connection sends the next when the last is answered), seconds. Prints one line
 * of JSON: for 2xx, for refusals (429, 503) and for the rest how many, and the quantiles in milliseconds.
 */
void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    List<byte[]> requests = requests(args[1], Files.readAllBytes(Path.of(args[2])));
    int connections = Integer.parseInt(args[3]);
    double rate = Double.parseDouble(args[4]);
    long seconds = Long.parseLong(args[5]);
    long begin = System.nanoTime() + 100_000_000;
    long counted = begin + seconds * 1_000_000_000 / 3;
    AtomicLong next = new AtomicLong();
    List<Sender> senders = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int c = 0; c < connections; c++) {
        Sender sender = new Sender(port, requests, next, rate, begin, counted, counted + seconds * 1_000_000_000);
        senders.add(sender);
        threads.add(Thread.ofPlatform().start(sender));
    }
    for (Thread thread : threads) {
        thread.join();
    }
    IO.println("{" + times("answered", senders.stream().map(s -> s.answered).toList())
            + ", " + times("refused", senders.stream().map(s -> s.refused).toList())
            + ", \"other\": " + senders.stream().mapToLong(s -> s.other).sum()
            + ", \"without_retry_after\": "
            + senders.stream().mapToLong(s -> s.withoutRetryAfter).sum()
            + ", \"reconnected\": "
            + senders.stream().mapToLong(s -> s.reconnected).sum()
            + ", \"seconds\": " + seconds + "}");
}

String times(String name, List<Times> parts) {
    long[] all = parts.stream().flatMapToLong(Times::stream).sorted().toArray();
    return "\"%s\": %d, \"%s_p50\": %.3f, \"%s_p99\": %.3f, \"%s_max\": %.3f"
            .formatted(name, all.length, name, at(all, 0.5), name, at(all, 0.99), name, at(all, 1));
}

double at(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1e6;
}

List<byte[]> requests(String path, byte[] file) {
    List<byte[]> requests = new ArrayList<>();
    int at = 0;
    while (at < file.length) {
        int end = at;
        while (file[end] != '\n') {
            end++;
        }
        String[] head = new String(file, at, end - at, StandardCharsets.US_ASCII).split(" ", 2);
        int length = Integer.parseInt(head[0]);
        String header = head.length > 1 ? head[1] + "\r\n" : "Content-Type: application/json\r\n";
        byte[] about = ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + header + "Content-Length: " + length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(about, about.length + length);
        System.arraycopy(file, end + 1, whole, about.length, length);
        requests.add(whole);
        at = end + 1 + length;
    }
    return requests;
}

/** Nanoseconds, as many as come. */
static final class Times {
    private long[] nanos = new long[1 << 10];
    private int count;

    void add(long taken) {
        nanos = count == nanos.length ? Arrays.copyOf(nanos, 2 * count) : nanos;
        nanos[count++] = taken;
    }

    java.util.stream.LongStream stream() {
        return Arrays.stream(nanos, 0, count);
    }
}

/** One connection. */
static final class Sender implements Runnable {
    final Times answered = new Times();
    final Times refused = new Times();
    long other;
    long withoutRetryAfter;
    long reconnected;

    private final int port;
    private final List<byte[]> requests;
    private final AtomicLong next;
    private final double rate;
    private final long begin;
    private final long counted;
    private final long end;

    Sender(int port, List<byte[]> requests, AtomicLong next, double rate, long begin, long counted, long end) {
        this.port = port;
        this.requests = requests;
        this.next = next;
        this.rate = rate;
        this.begin = begin;
        this.counted = counted;
        this.end = end;
    }

    @Override
    public void run() {
        for (long number = next.getAndIncrement(); ; reconnected++) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.setTcpNoDelay(true);
                DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 14));
                for (boolean open = true; open; number = next.getAndIncrement()) {
                    long due = rate == 0 ? Math.max(begin, System.nanoTime()) : begin + (long) (number * 1e9 / rate);
                    if (due >= end) {
                        return;
                    }
                    while (System.nanoTime() < due) {
                        LockSupport.parkNanos(due - System.nanoTime());
                    }
                    socket.getOutputStream().write(requests.get((int) (number % requests.size())));
                    open = answer(in, due);
                }
            } catch (IOException e) {
                other++;
                number = next.getAndIncrement();
            }
        }
    }

    /** Returns whether the connection stays. */
    private boolean answer(InputStream in, long due) throws IOException {
        String status = line(in);
        int length = 0;
        boolean stays = true;
        boolean retryAfter = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            stays &= !lower.equals("connection: close");
            retryAfter |= lower.startsWith("retry-after:");
        }
        in.skipNBytes(length);
        long taken = System.nanoTime() - due;
        if (status.startsWith("HTTP/1.1 2")) {
            count(answered, due, taken);
        } else if (status.startsWith("HTTP/1.1 503") || status.startsWith("HTTP/1.1 429")) {
            count(refused, due, taken);
            withoutRetryAfter += retryAfter ? 0 : 1;
        } else {
            other++;
        }
        return stays;
    }

    private void count(Times times, long due, long taken) {
        if (due >= counted) {
            times.add(taken);
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(64);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the connection was closed");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }
}
