package dev.millrace.runtime;

import dev.millrace.document.Models;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.inject.BeanDefinition;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
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
     * @param check reads all settings of the function, and throws {@link InvalidSetting} for a wrong one; it is called before
     *     anything is made, so that a wrong setting shows at once and has no effect
     */
    public static void run(String function, String usage, String[] args, BiConsumer<Settings, Models> check) {
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
            serve(function, check, signal);
        } catch (StoppedWhileStarting e) {
            LOG.info("stopped");
        } catch (RuntimeException | InterruptedException e) {
            System.exit(report(function, e));
        }
        System.exit(0);
    }

    private static void serve(String function, BiConsumer<Settings, Models> check, CountDownLatch signal)
            throws InterruptedException {
        ApplicationContext context = start(List.of(function), Map.of(), check, () -> {
            if (signal.getCount() == 0) {
                throw new StoppedWhileStarting();
            }
        });
        if (signal.getCount() == 0) {
            Shutdown.stop(context, Duration.ZERO); // asked to stop while it was starting: nobody relies on it yet
            return;
        }
        signal.await();
        stop(context);
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
        return start(functions, properties, (settings, models) -> {}, () -> {});
    }

    /** {@code between} is called between its steps, and ends it by an exception. */
    private static ApplicationContext start(
            List<String> functions,
            Map<String, Object> properties,
            BiConsumer<Settings, Models> check,
            Runnable between) {
        Configuration configuration = Configuration.load(functions, properties, System.getenv());
        require(configuration, check);
        between.run();
        ApplicationContext context = beans(configuration, properties);
        try {
            makeAll(context, between);
            EmbeddedServer server = started(context.getBean(EmbeddedServer.class), configuration);
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
        return beans(configuration, properties);
    }

    private static ApplicationContext beans(Configuration configuration, Map<String, Object> properties) {
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .deduceCloudEnvironment(false)
                .environmentPropertySource(false)
                .banner(false)
                .properties(ServerProperties.of(configuration, properties))
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

    /** All that can be said of the settings before anything is made. */
    private static void require(Configuration configuration, BiConsumer<Settings, Models> check) {
        Settings settings = new Settings(configuration);
        LogSetup.apply(settings);
        Shutdown.drainDelay(settings);
        Tracing.check(settings);
        check.accept(settings, ModelsFile.read(settings.path("millrace.models-file")));
        ListenAddress.requireFree(
                settings.string(ServerProperties.HOST),
                ServerProperties.port(configuration),
                configuration.shown(ServerProperties.HOST),
                configuration.shown(ServerProperties.portKey(configuration)));
    }

    private static EmbeddedServer started(EmbeddedServer server, Configuration configuration) {
        try {
            return server.start();
        } catch (ServerStartupException e) {
            if (Failure.cause(e, BindException.class).isEmpty()) {
                throw e;
            }
            throw ListenAddress.taken(
                    configuration.shown(ServerProperties.portKey(configuration)), server.getHost(), server.getPort());
        }
    }

    /** Makes our singletons now, so that a wrong setting shows at the start and not at the first request. */
    private static void makeAll(ApplicationContext context, Runnable between) {
        for (BeanDefinition<?> definition : context.getAllBeanDefinitions()) {
            if (definition.isSingleton() && definition.getName().startsWith("dev.millrace.")) {
                between.run();
                context.getBean(definition);
            }
        }
        between.run();
    }

    /** The signal came before the function was ready: nobody relies on it yet, so the rest of the start is left out. */
    private static final class StoppedWhileStarting extends RuntimeException {}
}
