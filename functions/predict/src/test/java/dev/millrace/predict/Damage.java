package dev.millrace.predict;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.millrace.predict.InferBodies.Body;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What senders, networks and attackers do to a body: one change at a time, drawn. */
final class Damage {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern WORD = Pattern.compile("\"[^\"]{0,40}\"");
    private static final List<String> NUMBERS = List.of(
            "-1",
            "0",
            "00",
            "1.5",
            "1e0",
            "1e999",
            "-0",
            "NaN",
            "Infinity",
            "255",
            "256",
            "65536",
            "999999999",
            "2147483647",
            "2147483648",
            "4294967296",
            "9223372036854775807",
            "18446744073709551616",
            "1e-400",
            "9".repeat(70),
            "null",
            "true",
            "\"1\"",
            "[]",
            "[1]",
            "{}");
    private static final List<String> WORDS = List.of(
            "null",
            "7",
            "[]",
            "{}",
            "\"\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"inputs\"",
            "\"outputs\"",
            "\"data\"",
            "\"shape\"",
            "\"datatype\"",
            "\"parameters\"",
            "\"binary_data_size\"",
            "\"binary_data\"",
            "\"name\"",
            "\"id\"",
            "\"BYTES\"",
            "\"BOOL\"",
            "\"FP16\"",
            "\"FP64\"",
            "\"UINT64\"",
            "\"shared_memory_region\"");
    private static final byte[] DEAR = "{}[]\",:\\0-.eEntf \0\t\u00ff".getBytes(ISO_8859_1);

    private final Random random;

    Damage(Random random) {
        this.random = random;
    }

    /** The body with one to four changes. */
    Body apply(Body body) {
        Body damaged = body;
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            damaged = change(damaged);
        }
        return damaged;
    }

    private Body change(Body body) {
        byte[] bytes = body.bytes();
        int json = body.jsonLength();
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + 1 + random.nextInt(random.nextInt(20) == 0 ? 2000 : 8));
        return switch (random.nextInt(10)) {
            case 0 -> spliced(body, at, end, new byte[0]);
            case 1 -> spliced(body, at, at, randomBytes());
            case 2 -> spliced(body, at, end, randomBytes());
            case 3 -> spliced(body, at, at, Arrays.copyOfRange(bytes, at, end));
            case 4 -> new Body(Arrays.copyOf(bytes, at), Math.min(json, at));
            case 5 -> new Body(bytes, random.nextInt(bytes.length + 1));
            case 6 -> new Body(bytes, Math.clamp(json + random.nextInt(5) - 2, 0, bytes.length));
            case 7 -> replaced(body, NUMBER, NUMBERS);
            case 8 -> replaced(body, WORD, WORDS);
            default -> flipped(body, at);
        };
    }

    private byte[] randomBytes() {
        byte[] some = new byte[1 + random.nextInt(6)];
        random.nextBytes(some);
        if (random.nextBoolean()) {
            for (int i = 0; i < some.length; i++) {
                some[i] = DEAR[random.nextInt(DEAR.length)];
            }
        }
        return some;
    }

    private Body flipped(Body body, int at) {
        byte[] bytes = body.bytes().clone();
        if (at < bytes.length) {
            bytes[at] ^= (byte) (1 << random.nextInt(8));
        }
        return new Body(bytes, body.jsonLength());
    }

    /** One number or word of the JSON, by another. */
    private Body replaced(Body body, Pattern what, List<String> by) {
        String json = new String(body.bytes(), 0, body.jsonLength(), ISO_8859_1);
        List<MatchResult> found = what.matcher(json).results().toList();
        if (found.isEmpty()) {
            return body;
        }
        MatchResult one = found.get(random.nextInt(found.size()));
        byte[] other = by.get(random.nextInt(by.size())).getBytes(ISO_8859_1);
        return spliced(body, one.start(), one.end(), other);
    }

    private static Body spliced(Body body, int from, int to, byte[] with) {
        byte[] bytes = body.bytes();
        byte[] whole = new byte[bytes.length - (to - from) + with.length];
        System.arraycopy(bytes, 0, whole, 0, from);
        System.arraycopy(with, 0, whole, from, with.length);
        System.arraycopy(bytes, to, whole, from + with.length, bytes.length - to);
        int cut = Math.min(to, body.jsonLength()) - Math.min(from, body.jsonLength());
        int added = from <= body.jsonLength() ? with.length : 0;
        return new Body(whole, Math.clamp((long) body.jsonLength() - cut + added, 0, whole.length));
    }
}
