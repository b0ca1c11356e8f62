package dev.millrace.runtime;

import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.inject.BeanDefinition;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.BindException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The body of every function's main method, and its parts for a process that does more. */
public final class FunctionMain {
    private static final Logger LOG = LoggerFactory.getLogger(FunctionMain.class);

    private FunctionMain() {}

    /**
     * Starts a function and serves until a signal ends the process. A wrong setting, or a port that is taken, is one line
     * on standard error and exit code 1; {@code --help} prints the usage and the settings.
     *
     * @param function name of its yml on the class path, without the ending
     * @param usage what the function is, for {@code --help}
     */
    public static void run(String function, String usage, String[] args) {
        if (List.of(args).contains("--help")) {
            System.out.print(Help.text(function, usage));
            return;
        }
        try {
            if (args.length > 0) {
                throw new InvalidSetting("'" + args[0] + "' is not known: see --help");
            }
            CountDownLatch signal = new CountDownLatch(1);
            Signals.onStop(signal::countDown);
            ApplicationContext context = start(List.of(function), Map.of());
            signal.await();
            stop(context);
        } catch (RuntimeException | InterruptedException e) {
            System.exit(report(function, e));
        }
        System.exit(0);
    }

    /**
     * Starts functions in one process and serves.
     *
     * @param functions whose yml files are read; the port is that of the first ({@code millrace.<first>.port}, 0 for any
     *     free one)
     * @param properties go before the environment: a dotted key sets that key, a name such as {@code MILLRACE_KAFKA} stands
     *     for that variable, secrets included
     * @return closing it stops at once, {@link #stop} finishes first
     * @throws InvalidSetting when a setting is missing, wrong or unknown
     */
    public static ApplicationContext start(List<String> functions, Map<String, Object> properties) {
        ApplicationContext context = beans(functions, properties);
        try {
            makeAll(context);
            EmbeddedServer server = started(context.getBean(EmbeddedServer.class));
            LOG.info("{} serves on {}:{}", functions, server.getHost(), server.getPort());
            return context;
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    /** The beans of {@link #start}, none of them made yet, without a server. */
    static ApplicationContext beans(List<String> functions, Map<String, Object> properties) {
        Configuration configuration = Configuration.load(functions, properties, System.getenv());
        LogSetup.apply(new Settings(configuration));
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .deduceCloudEnvironment(false)
                .environmentPropertySource(false)
                .banner(false)
                .properties(ServerProperties.of(functions.getFirst(), configuration, properties))
                .singletons(configuration)
                .start();
    }

    /** Finishes what is in flight, drains, and closes; see the README for the order. */
    public static void stop(ApplicationContext context) {
        Shutdown.stop(context);
    }

    /** Prints why a process could not start, as one line on standard error; gives its exit code. */
    public static int report(String name, Throwable failure) {
        System.err.println(name + ": " + Failure.line(failure));
        return 1;
    }

    private static EmbeddedServer started(EmbeddedServer server) {
        try {
            return server.start();
        } catch (ServerStartupException e) {
            if (Failure.cause(e, BindException.class).isEmpty()) {
                throw e;
            }
            throw new InvalidSetting("port " + server.getPort() + " of " + server.getHost()
                    + " is taken, or the host is not this machine's: choose another");
        }
    }

    /** Makes our singletons now, so that a wrong setting shows at the start and not at the first request. */
    private static void makeAll(ApplicationContext context) {
        for (BeanDefinition<?> definition : context.getAllBeanDefinitions()) {
            if (definition.isSingleton() && definition.getName().startsWith("dev.millrace.")) {
                context.getBean(definition);
            }
        }
    }
}
