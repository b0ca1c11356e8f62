package dev.millrace.store;

import java.util.Optional;

/**
 * A version that is in the registry now.
 *
 * @param promotion the move of {@code champion}, when it was promoted
 */
public record Published(VersionInfo version, Optional<AliasChange> promotion) {}
