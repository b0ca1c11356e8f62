package dev.millrace.train;

import dev.millrace.runtime.Settings;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.DatabaseSettings;
import java.time.Duration;

/**
 * What train.yml sets; the key's comment there says what each means.
 *
 * @param workers models trained at once
 * @param waiting runs that may wait for a worker
 * @param drainLimit how long a stopping process waits for the training under way
 */
record TrainSettings(DatabaseSettings database, int workers, int waiting, Duration drainLimit) {

    static TrainSettings of(Settings settings) {
        return new TrainSettings(
                new DatabaseSettings(
                        databaseUrl(settings),
                        DatabaseRole.TRAIN.user(),
                        settings.string("millrace.train.database-password"),
                        settings.integer("millrace.train.database-connections", 2, 100)),
                settings.integer("millrace.train.workers", 1, 64),
                settings.integer("millrace.train.waiting", 0, 1000),
                settings.duration("millrace.train.drain-limit"));
    }

    /** Refused when it is no URL of PostgreSQL. */
    static String databaseUrl(Settings settings) {
        return settings.databaseUrl("millrace.train.database-url");
    }
}
