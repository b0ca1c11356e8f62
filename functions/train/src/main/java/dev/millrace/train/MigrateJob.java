package dev.millrace.train;

import dev.millrace.runtime.Settings;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.Migrations;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Map;

/** {@code train --migrate}: brings the database to the newest schema, and its roles to their passwords. */
final class MigrateJob {
    private final Settings settings;
    private final PrintStream out;

    MigrateJob(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    int migrate() {
        Map<DatabaseRole, String> passwords = new EnumMap<>(DatabaseRole.class);
        for (DatabaseRole role : DatabaseRole.values()) {
            settings.optional(passwordKey(role)).ifPresent(password -> passwords.put(role, password));
        }
        Migrations.migrate(
                TrainSettings.databaseUrl(settings),
                settings.string("millrace.train.database-owner"),
                settings.string("millrace.train.database-owner-password"),
                passwords);
        out.println(
                "the database has schema version " + Migrations.newest() + ", and passwords for " + passwords.keySet());
        return 0;
    }

    private static String passwordKey(DatabaseRole role) {
        return switch (role) {
            case CLEAN -> "millrace.train.clean-database-password";
            case TRAIN -> "millrace.train.database-password";
            case PREDICT -> "millrace.train.predict-database-password";
            case MONITOR -> "millrace.train.monitor-database-password";
        };
    }
}
