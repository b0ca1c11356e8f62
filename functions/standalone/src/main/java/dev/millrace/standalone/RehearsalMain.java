package dev.millrace.standalone;

import dev.millrace.runtime.Failure;
import dev.millrace.runtime.LogSetup;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets ingest, clean or train rehearse: a second replica of the function, a process of its own that a command starts, joins a
 * small Millrace in a throw-away folder, and all calls to the function go to it. When the command has
 * {@code -XX:AOTCacheOutput=FILE}, its JVM writes what it loaded to that file. (predict rehearses alone.)
 */
public final class RehearsalMain {
    private static final String USAGE = "usage: RehearsalMain ingest|clean|train COMMAND...";
    /** Enough for a holdout of each label; more would only take longer. */
    private static final int DOCUMENTS = 300;

    private static final int ROUNDS = 50;

    private static final Map<String, Set<String>> ROUTES = Map.of(
            "ingest", Set.of("ingest"),
            "clean", Set.of("clean", "topic", "documents", "dead-letters"),
            "train", Set.of("train", "runs", "registry"));
    private static final Map<String, List<String>> QUESTIONS = Map.of(
            "ingest", List.of(),
            "clean", List.of("/topic", "/topic/account", "/dead-letters"),
            "train", List.of("/runs", "/registry/models", "/registry/models/spam/versions"));

    private RehearsalMain() {}

    /** The first word names the function, the others are its command. Exit code 0: all went as it must. */
    public static void main(String[] args) {
        if (args.length < 2 || !ROUTES.containsKey(args[0])) {
            System.err.println(USAGE);
            System.exit(2);
        }
        LogSetup.apply("plain", "warn");
        try {
            rehearse(args[0], List.of(args).subList(1, args.length));
            System.exit(0);
        } catch (IOException | RuntimeException e) {
            System.err.println("rehearsal of " + args[0] + ": "
                    + (e instanceof StartException ? e.getMessage() : Failure.line(e)));
            System.exit(1);
        }
    }

    private static void rehearse(String function, List<String> command) throws IOException {
        Progress progress = new Progress(System.out, false, InstantSource.system());
        Path models = Files.createTempFile("millrace-rehearsal-", ".yml");
        try (Standalone millrace = Standalone.start(options(models), System.getenv(), progress);
                FunctionProcess process = FunctionProcess.start(function, command, millrace)) {
            process.awaitReady();
            try (Api api = new Api(path -> address(path, function, process.address(), millrace.address()));
                    Api own = new Api(process.address())) {
                FirstStart first = new FirstStart(api, progress, System::nanoTime);
                first.run(new Samples(millrace.models(), DOCUMENTS));
                first.awaitServed();
                askAll(function, own);
            }
            process.end();
            progress.say("rehearsed " + function);
        } finally {
            Files.delete(models);
        }
    }

    /** The samples' models, trained in a moment, promoted whatever comes of it. */
    private static Options options(Path models) throws IOException {
        Files.writeString(models, """
                models:
                  - {name: spam, kind: text, default: true, trainer: {costs: [1], folds: 2}}
                  - name: iris
                    kind: tabular
                    default: true
                    features: {sepal_length: numeric, sepal_width: numeric, petal_length: numeric, petal_width: numeric}
                    trainer: {costs: [1], folds: 2}
                """);
        return Options.parse(List.of("--once", "--models", models.toString()));
    }

    private static URI address(String path, String function, URI own, URI others) {
        String route = path.split("[/?]", 3)[1];
        return (ROUTES.getOrDefault(function, Set.of()).contains(route) ? own : others).resolve(path);
    }

    private static void askAll(String function, Api own) {
        for (String path : List.of("/health", "/health/live", "/health/ready", "/metrics", "/openapi.yml", "/docs")) {
            own.read(path);
        }
        QUESTIONS.getOrDefault(function, List.of()).forEach(own::read);
        for (int round = 0; round < ROUNDS; round++) {
            switch (function) {
                case "ingest" ->
                    own.post(
                            "/ingest", "{\"model\": \"spam\", \"text\": \"number " + round + "\", \"label\": \"ham\"}");
                case "clean" -> own.post("/clean", "{\"text\": \"<p>Win &amp; <b>smile</b>, " + round + "!</p>\"}");
                default -> own.read("/registry/models");
            }
        }
    }
}
