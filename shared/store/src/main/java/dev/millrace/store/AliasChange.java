package dev.millrace.store;

import dev.millrace.document.ModelName;
import java.time.Instant;
import java.util.Optional;

/**
 * One move of an alias.
 *
 * @param version where it points since then
 * @param from where it pointed before; none when it was new
 */
public record AliasChange(
        ModelName model, String alias, int version, Optional<Integer> from, Instant at, String by, String reason) {
    /** The version that serves. */
    public static final String CHAMPION = "champion";
    /** The champion before this one: where a rollback leads. */
    public static final String PREVIOUS = "previous";
}
