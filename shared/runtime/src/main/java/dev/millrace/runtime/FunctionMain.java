package dev.millrace.runtime;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.List;
import java.util.Map;

/** The body of every function's main method. */
public final class FunctionMain {
    private FunctionMain() {}

    /**
     * Starts a function and serves until a signal ends the process. A wrong setting, or a port that is taken, is one line
     * on standard error and exit code 1; {@code --help} prints the usage and the settings.
     *
     * @param function name of its yml on the class path, without the ending
     * @param usage one sentence for {@code --help}
     */
    public static void run(String function, String usage, String[] args) {
        if (List.of(args).contains("--help")) {
            System.out.print(Help.text(function, usage));
            return;
        }
        if (args.length > 0) {
            System.exit(Failure.report(function, new InvalidSetting(args[0] + " is not known: see --help")));
        }
        try {
            Shutdown.onSignal(start(List.of(function), Map.of()));
        } catch (RuntimeException e) {
            System.exit(Failure.report(function, e));
        }
    }

    /**
     * Starts functions in one process and serves; close the context to stop at once.
     *
     * @param functions whose yml files are read; the port is that of the first ({@code millrace.<first>.port}, 0 for any
     *     free one)
     * @param properties go before the environment: a dotted key sets that key, a name such as {@code MILLRACE_KAFKA} stands
     *     for that variable, secrets included
     * @throws InvalidSetting when a setting is missing, wrong or unknown
     */
    public static ApplicationContext start(List<String> functions, Map<String, Object> properties) {
        Configuration configuration = Configuration.load(functions, properties, System.getenv());
        ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .deduceCloudEnvironment(false)
                .environmentPropertySource(false)
                .banner(false)
                .properties(ServerProperties.of(functions.getFirst(), configuration, properties))
                .singletons(configuration)
                .start();
        try {
            context.getBean(EmbeddedServer.class).start();
            return context;
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    /** Stops what {@link #start} started: drains, then closes. */
    public static void stop(ApplicationContext context) {
        Shutdown.stop(context);
    }
}
