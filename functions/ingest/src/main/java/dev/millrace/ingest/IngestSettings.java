package dev.millrace.ingest;

import dev.millrace.runtime.Settings;
import java.time.Duration;

/**
 * The settings of ingest; ingest.yml says what each means.
 *
 * @param kafka bootstrap servers
 * @param documentLimit bytes one JSON document may have
 * @param inFlight documents that may wait for the broker at once
 * @param ackTimeout how long the broker may take to acknowledge
 */
record IngestSettings(
        String kafka, int replication, int documentLimit, int inFlight, Duration ackTimeout, Duration checkInterval) {

    static IngestSettings of(Settings settings) {
        Duration ackTimeout = settings.duration("millrace.ingest.ack-timeout");
        if (ackTimeout.toMillis() < 100 || ackTimeout.toMinutes() >= 5) {
            throw settings.invalid("millrace.ingest.ack-timeout", "100ms to 5m");
        }
        Duration checkInterval = settings.duration("millrace.ingest.check-interval");
        if (checkInterval.toMillis() < 100 || checkInterval.toSeconds() > 30) {
            throw settings.invalid("millrace.ingest.check-interval", "100ms to 30s");
        }
        return new IngestSettings(
                settings.servers("millrace.ingest.kafka"),
                settings.integer("millrace.ingest.replication", 1, 7),
                settings.integer("millrace.ingest.document-limit", 1024, 64 << 20),
                settings.integer("millrace.ingest.in-flight", 1, 60_000),
                ackTimeout,
                checkInterval);
    }
}
