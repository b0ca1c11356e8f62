package dev.millrace.runtime;

import java.util.Optional;

/** A bean that says whether a part of the process, such as a consumer's thread, has died. Never looks at dependencies. */
public interface LivenessCheck {
    String name();

    /** What died, as a sentence; empty when alive. */
    Optional<String> dead();
}
