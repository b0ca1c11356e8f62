package dev.millrace.train;

import dev.millrace.document.InvalidInput;
import dev.millrace.document.JsonObject;
import dev.millrace.store.AliasChange;
import java.util.Set;
import java.util.regex.Pattern;

/** A wish to point an alias at a version. */
record AliasMove(String alias, int version, String by, String reason) {
    private static final String NOBODY = "unnamed, by HTTP";
    private static final int BY_LIMIT = 128;
    private static final int REASON_LIMIT = 1000;
    private static final Pattern ALIAS = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    /** Throws {@link InvalidInput} naming the field. */
    static AliasMove read(String alias, JsonObject body) {
        if (alias.equals(AliasChange.PREVIOUS)) {
            throw InvalidInput.field("alias", "previous is kept by the system: POST …/rollback swaps it with champion");
        }
        if (!ALIAS.matcher(alias).matches()) {
            throw InvalidInput.field(
                    "alias",
                    "is no alias: expected champion, or 1 to 63 lower-case letters, digits or '-', first a letter");
        }
        body.allow(Set.of("version", "by", "reason"));
        long version = body.integer("version", 1, Integer.MAX_VALUE)
                .orElseThrow(() -> InvalidInput.field("version", "is missing: expected the number of a version"));
        return new AliasMove(alias, (int) version, by(body), body.requireLine("reason", REASON_LIMIT));
    }

    /** A wish to go back. */
    record Rollback(String by, String reason) {
        static Rollback read(JsonObject body) {
            body.allow(Set.of("by", "reason"));
            return new Rollback(
                    AliasMove.by(body), body.line("reason", REASON_LIMIT).orElse("rolled back, no reason given"));
        }
    }

    private static String by(JsonObject body) {
        return body.line("by", BY_LIMIT).orElse(NOBODY);
    }
}
