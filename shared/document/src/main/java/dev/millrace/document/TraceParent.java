package dev.millrace.document;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * W3C trace context, the {@code traceparent} header (https://www.w3.org/TR/trace-context/): {@code 00-traceId-spanId-flags}.
 *
 * @param traceId 32 lower-case hex digits, not all zero
 * @param spanId 16 lower-case hex digits, not all zero
 */
public record TraceParent(String traceId, String spanId, boolean sampled) {
    private static final Pattern FORM = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");
    private static final HexFormat HEX = HexFormat.of();

    /** Reads a header; a missing or malformed one is no trace, as the specification wants. */
    public static Optional<TraceParent> parse(String header) {
        Matcher form = FORM.matcher(header);
        if (!form.matches() || isZero(form.group(1)) || isZero(form.group(2))) {
            return Optional.empty();
        }
        boolean sampled = (HexFormat.fromHexDigits(form.group(3)) & 1) == 1;
        return Optional.of(new TraceParent(form.group(1), form.group(2), sampled));
    }

    /** A trace that begins here. */
    public static TraceParent begin() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String traceId = HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong() | 1);
        return new TraceParent(traceId, HEX.toHexDigits(random.nextLong() | 1), false);
    }

    /** The same, for what is not to be traced. */
    public TraceParent unsampled() {
        return sampled ? new TraceParent(traceId, spanId, false) : this;
    }

    @Override
    public String toString() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }

    private static boolean isZero(String digits) {
        return digits.chars().allMatch(c -> c == '0');
    }
}
