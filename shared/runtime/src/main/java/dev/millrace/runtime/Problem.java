package dev.millrace.runtime;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An expected failure of a request, answered as RFC 9457 problem+json. Its {@code with…} calls add to it and return it. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final LinkedHashMap<String, Object> members = new LinkedHashMap<>();
    private int retryAfterSeconds = -1;

    private Problem(int status, String code, String detail) {
        // No stack trace: it is an answer, not a defect.
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
    }

    /**
     * @param status of HTTP, 400 to 599
     * @param code stable, kebab-case
     * @param detail a sentence for the sender, with the fix
     */
    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail);
    }

    /** Adds the header {@code Retry-After}, in whole seconds, at least 1. */
    public Problem retryAfter(Duration delay) {
        retryAfterSeconds = Math.clamp(delay.plusMillis(999).toSeconds(), 1, 86_400);
        return this;
    }

    /** Names the field that breaks a rule, as {@code features.petal_width}. */
    public Problem field(String field) {
        return with("field", field);
    }

    /** Adds a member of the problem's own. */
    public Problem with(String member, Object value) {
        members.put(member, value);
        return this;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    Map<String, Object> members() {
        return Collections.unmodifiableMap(members);
    }

    Optional<Integer> retryAfterSeconds() {
        return retryAfterSeconds < 0 ? Optional.empty() : Optional.of(retryAfterSeconds);
    }
}
