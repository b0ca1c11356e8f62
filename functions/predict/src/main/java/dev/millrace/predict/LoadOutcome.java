package dev.millrace.predict;

/** What comes of loading a version. */
sealed interface LoadOutcome {

    /** In memory, checked and warm. */
    record Loaded(LoadedVersion version) implements LoadOutcome {}

    /** The version is not fit to answer; {@code reason} is a sentence for people. */
    record Refused(String reason) implements LoadOutcome {}
}
