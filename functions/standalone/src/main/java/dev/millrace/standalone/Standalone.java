package dev.millrace.standalone;

import dev.millrace.document.Models;
import dev.millrace.embedded.EmbeddedKafka;
import dev.millrace.embedded.EmbeddedPostgres;
import dev.millrace.embedded.EmbeddedStartException;
import dev.millrace.runtime.FunctionMain;
import dev.millrace.runtime.ListenAddress;
import dev.millrace.runtime.ModelsFile;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.Migrations;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;

/** All of Millrace in this process: a data folder, a broker, a database, and the four functions on one port. */
final class Standalone implements AutoCloseable {
    private static final List<String> FUNCTIONS = List.of("predict", "ingest", "clean", "train");

    private final Deque<AutoCloseable> parts;
    private final DataFolder folder;
    private final Models models;
    private final URI address;
    private final EmbeddedKafka kafka;
    private final Map<String, String> surroundings;

    private Standalone(
            Deque<AutoCloseable> parts,
            DataFolder folder,
            Models models,
            URI address,
            EmbeddedKafka kafka,
            Map<String, String> surroundings) {
        this.parts = parts;
        this.kafka = kafka;
        this.surroundings = surroundings;
        this.folder = folder;
        this.models = models;
        this.address = address;
    }

    /** Starts everything, or nothing: what was started before a failure is stopped again. */
    static Standalone start(Options options, Map<String, String> environment, Progress progress) {
        // Before anything is made: the broker and the database take seconds, and leave a folder behind.
        ListenAddress.requireFree(options.host(), options.port(), "--host", "--port");
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            DataFolder folder = options.data()
                    .map(DataFolder::hold)
                    .orElseGet(() -> options.once()
                            ? DataFolder.throwAway()
                            : DataFolder.hold(DataFolder.ofUser(
                                    System.getProperty("os.name", ""),
                                    environment,
                                    System.getProperty("user.home", "/"))));
            parts.push(folder);
            return start(options, folder, parts, progress);
        } catch (RuntimeException e) {
            close(parts);
            throw e;
        }
    }

    private static Standalone start(Options options, DataFolder folder, Deque<AutoCloseable> parts, Progress progress) {
        Path modelsFile = options.models().orElseGet(() -> writeModels(folder));
        Models models = ModelsFile.read(modelsFile);
        progress.show("starting the broker and the database", 0, 0);
        Backing backing = Backing.start(folder, parts);
        progress.show("preparing the database", 0, 0);
        Map<DatabaseRole, String> passwords = passwords();
        Migrations.migrate(
                backing.postgres().url(),
                backing.postgres().ownerUser(),
                backing.postgres().ownerPassword(),
                passwords);
        progress.show("starting ingest, clean, train and predict", 0, 0);
        Map<String, String> surroundings = surroundings(modelsFile, backing, passwords);
        ApplicationContext context = FunctionMain.start(FUNCTIONS, properties(options, surroundings));
        parts.push(() -> FunctionMain.stop(context));
        return new Standalone(
                parts, folder, models, context.getBean(EmbeddedServer.class).getURI(), backing.kafka(), surroundings);
    }

    Api api() {
        return new Api(address);
    }

    URI address() {
        return address;
    }

    DataFolder folder() {
        return folder;
    }

    Models models() {
        return models;
    }

    /** Starts a local Prometheus, which ends with the rest. */
    LocalPrometheus observe(Path program, Path configuration) {
        LocalPrometheus prometheus =
                LocalPrometheus.start(program, configuration, folder.resolve("prometheus"), address);
        parts.push(prometheus);
        return prometheus;
    }

    /** What a function must be told to work with the same broker and database, by variable; passwords belong into files. */
    Map<String, String> surroundings() {
        return surroundings;
    }

    /** What the broker cannot recover from, if anything: then the process should end and be started anew. */
    Optional<String> fault() {
        return kafka.fault();
    }

    /** Stops the functions, then what they stand on, in the order opposite to the start. */
    @Override
    public void close() {
        close(parts);
    }

    /** The broker and the database. They take seconds, so they start side by side. */
    private record Backing(EmbeddedKafka kafka, EmbeddedPostgres postgres) {
        static Backing start(DataFolder folder, Deque<AutoCloseable> parts) {
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                CompletableFuture<EmbeddedKafka> kafka = CompletableFuture.supplyAsync(
                        () -> opened(EmbeddedKafka.start(folder.resolve("kafka")), parts), threads);
                CompletableFuture<EmbeddedPostgres> postgres = CompletableFuture.supplyAsync(
                        () -> opened(EmbeddedPostgres.start(folder.resolve("postgres")), parts), threads);
                return new Backing(kafka.join(), postgres.join());
            } catch (CompletionException e) {
                throw e.getCause() instanceof EmbeddedStartException cause
                        ? new StartException(String.valueOf(cause.getMessage()))
                        : e;
            }
        }

        private static <T extends AutoCloseable> T opened(T part, Deque<AutoCloseable> parts) {
            synchronized (parts) {
                parts.push(part);
            }
            return part;
        }
    }

    private static Map<String, String> surroundings(Path models, Backing backing, Map<DatabaseRole, String> passwords) {
        Map<String, String> surroundings = new HashMap<>();
        surroundings.put("MILLRACE_MODELS_FILE", models.toString());
        surroundings.put("MILLRACE_KAFKA", backing.kafka().bootstrapServers());
        surroundings.put("MILLRACE_DATABASE_URL", backing.postgres().url());
        passwords.forEach(
                (role, password) -> surroundings.put("MILLRACE_" + role.name() + "_DATABASE_PASSWORD", password));
        return Map.copyOf(surroundings);
    }

    private static Map<String, Object> properties(Options options, Map<String, String> surroundings) {
        Map<String, Object> properties = new HashMap<>(surroundings);
        properties.put("MILLRACE_HOST", options.host());
        properties.put("MILLRACE_PREDICT_PORT", options.port());
        properties.put("MILLRACE_DRAIN_DELAY", "0s");
        properties.put("MILLRACE_LOG", logForm(System.getenv()));
        properties.put("MILLRACE_LOG_LEVEL", logLevel(System.getenv()));
        options.traces().ifPresent(receiver -> properties.put("MILLRACE_TRACES", receiver));
        return properties;
    }

    /** A person reads along, so plain lines and only what asks for attention, unless the environment says otherwise. */
    static String logForm(Map<String, String> environment) {
        return environment.getOrDefault("MILLRACE_LOG", "plain");
    }

    static String logLevel(Map<String, String> environment) {
        return environment.getOrDefault("MILLRACE_LOG_LEVEL", "warn");
    }

    /** New at each start: the roles' passwords never leave this process, and are set again by the migration. */
    private static Map<DatabaseRole, String> passwords() {
        SecureRandom random = new SecureRandom();
        Map<DatabaseRole, String> passwords = new EnumMap<>(DatabaseRole.class);
        for (DatabaseRole role : DatabaseRole.values()) {
            byte[] bytes = new byte[24];
            random.nextBytes(bytes);
            passwords.put(role, HexFormat.of().formatHex(bytes));
        }
        return passwords;
    }

    /** The samples' models file is copied into the data folder once, where the user may change it. */
    private static Path writeModels(DataFolder folder) {
        Path file = folder.resolve("models.yml");
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, Samples.modelsFile());
            }
            return file;
        } catch (IOException e) {
            throw new StartException("cannot write " + file + ": " + e.getMessage());
        }
    }

    private static void close(Deque<AutoCloseable> parts) {
        // Whoever interrupted this thread wants the end, and the end has waits of its own.
        boolean interrupted = Thread.interrupted();
        closeAll(parts);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeAll(Deque<AutoCloseable> parts) {
        while (true) {
            AutoCloseable part;
            synchronized (parts) {
                if (parts.isEmpty()) {
                    return;
                }
                part = parts.pop();
            }
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("millrace: could not stop cleanly: " + e.getMessage());
            }
        }
    }
}
