package dev.millrace.clean;

import dev.millrace.runtime.Settings;
import dev.millrace.store.DatabaseSettings;
import java.time.Duration;

/**
 * The settings of clean; clean.yml says what each means.
 *
 * @param textLimit characters a cleaned text keeps
 * @param batch records one transaction takes, at most
 * @param sessionTimeout after it a replica that is not heard of loses its partitions
 * @param accountInterval shortest pause between two counts of all rows
 * @param backoff first pause after a transient failure; it doubles up to {@code backoffLimit}
 */
record CleanSettings(
        String kafka,
        int replication,
        String group,
        Duration sessionTimeout,
        int textLimit,
        int batch,
        Duration backoff,
        Duration backoffLimit,
        Duration checkInterval,
        Duration accountInterval,
        DatabaseSettings database) {

    static CleanSettings of(Settings settings) {
        Duration backoff = settings.duration("millrace.clean.backoff");
        Duration backoffLimit = settings.duration("millrace.clean.backoff-limit");
        if (!backoff.isPositive() || backoff.compareTo(backoffLimit) > 0) {
            throw settings.invalid("millrace.clean.backoff", "more than 0, and at most backoff-limit");
        }
        Duration checkInterval = settings.duration("millrace.clean.check-interval");
        if (checkInterval.toMillis() < 100 || checkInterval.toSeconds() > 30) {
            throw settings.invalid("millrace.clean.check-interval", "100ms to 30s");
        }
        Duration sessionTimeout = settings.duration("millrace.clean.session-timeout");
        if (sessionTimeout.toMillis() < 1_000 || sessionTimeout.toSeconds() > 300) {
            throw settings.invalid("millrace.clean.session-timeout", "1s to 300s");
        }
        Duration accountInterval = settings.duration("millrace.clean.account-interval");
        if (accountInterval.toSeconds() < 1) {
            throw settings.invalid("millrace.clean.account-interval", "1s or more");
        }
        return new CleanSettings(
                settings.servers("millrace.clean.kafka"),
                settings.integer("millrace.clean.replication", 1, 7),
                settings.string("millrace.clean.group"),
                sessionTimeout,
                settings.integer("millrace.clean.text-limit", 100, 16 << 20),
                settings.integer("millrace.clean.batch", 1, 10_000),
                backoff,
                backoffLimit,
                checkInterval,
                accountInterval,
                new DatabaseSettings(
                        settings.databaseUrl("millrace.clean.database-url"),
                        settings.string("millrace.clean.database-user"),
                        settings.string("millrace.clean.database-password"),
                        settings.integer("millrace.clean.database-pool", 1, 100)));
    }
}
