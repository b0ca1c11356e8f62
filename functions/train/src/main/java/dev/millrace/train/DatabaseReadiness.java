package dev.millrace.train;

import dev.millrace.runtime.ReadinessCheck;
import dev.millrace.store.Database;
import dev.millrace.store.Registry;
import java.util.Optional;

/** train is ready while its database answers, and has the tables. */
final class DatabaseReadiness implements ReadinessCheck {
    private final Database database;
    private final Registry registry;

    DatabaseReadiness(Database database, Registry registry) {
        this.database = database;
        this.registry = registry;
    }

    @Override
    public String name() {
        return "train";
    }

    @Override
    public Optional<String> notReady() {
        if (!database.answers()) {
            return Optional.of("database does not answer");
        }
        try {
            registry.aliases();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of("database cannot be read: was train --migrate run? " + firstLine(e));
        }
    }

    private static String firstLine(RuntimeException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
