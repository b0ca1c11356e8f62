package dev.millrace.ingest;

import io.micronaut.serde.annotation.Serdeable;

/** The answer to one document: its id, and where the broker keeps it. */
@Serdeable
record DocumentAccepted(String id, String model, int partition, long offset) {
    static DocumentAccepted of(Intake.Outcome.Accepted accepted) {
        return new DocumentAccepted(
                accepted.document().id().value(),
                accepted.document().model().value(),
                accepted.at().partition(),
                accepted.at().offset());
    }
}
