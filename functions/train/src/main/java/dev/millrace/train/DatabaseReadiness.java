package dev.millrace.train;

import dev.millrace.runtime.ReadinessCheck;
import dev.millrace.store.Database;
import java.util.Optional;

/** train is ready while its database answers, and has the tables. */
final class DatabaseReadiness implements ReadinessCheck {
    private final Database database;

    DatabaseReadiness(Database database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "train";
    }

    @Override
    public Optional<String> notReady() {
        return database.trouble();
    }
}
