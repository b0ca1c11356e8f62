package dev.millrace.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.Console;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The logs: on standard error (standard output is for what a command was asked for), one line an event, ours from
 * MILLRACE_LOG_LEVEL on, those of libraries from WARN (some: ERROR) on. Logback finds it by its service file, so that it holds from the
 * first event; a function sets it anew once its settings are read.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    static final Map<String, Level> LEVELS = Map.of(
            "trace", Level.TRACE, "debug", Level.DEBUG, "info", Level.INFO, "warn", Level.WARN, "error", Level.ERROR);

    private static final List<String> NOISY =
            List.of("kafka", "org.apache.kafka", "state.change.logger", "org.flywaydb.core.internal.database");

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        apply(context, encoder("auto", ""), Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /**
     * Sets the logs of a process that talks to a person, before its functions start.
     *
     * @param form plain or json
     * @param level least level of ours
     */
    public static void apply(String form, String level) {
        apply(
                (LoggerContext) LoggerFactory.getILoggerFactory(),
                encoder(form, "standalone"),
                LEVELS.getOrDefault(level, Level.INFO));
    }

    static void apply(Settings settings) {
        Level level = LEVELS.get(settings.string("millrace.runtime.log-level"));
        if (level == null) {
            throw settings.invalid("millrace.runtime.log-level", "trace, debug, info, warn or error");
        }
        String form = settings.string("millrace.runtime.log");
        if (!form.matches("auto|plain|json")) {
            throw settings.invalid("millrace.runtime.log", "auto, plain or json");
        }
        apply((LoggerContext) LoggerFactory.getILoggerFactory(), encoder(form, settings.function()), level);
    }

    private static void apply(LoggerContext context, Encoder<ILoggingEvent> encoder, Level level) {
        context.reset();
        // Tribuo, OpenTelemetry and the JDK log by java.util.logging, on several lines; their INFO is chatter.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(console);
        context.getLogger("dev.millrace").setLevel(level);
        // They warn of what is meant (a client that is closed twice, a newer PostgreSQL), and many times a second of a
        // broker that is away, which our own line says once.
        NOISY.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
        // Says that a port is taken; so does the line that the process ends with.
        context.getLogger("io.micronaut.http.server.netty.NettyHttpServer").setLevel(Level.OFF);
    }

    /** @param function what the lines are of; JSON says it in each, since a collector has the lines of all */
    private static Encoder<ILoggingEvent> encoder(String form, String function) {
        return json(form) ? new JsonLines(function) : new PlainLines();
    }

    private static boolean json(String form) {
        // Some JDKs give no console, some one that is no terminal.
        boolean terminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        return form.equals("json") || (form.equals("auto") && !terminal);
    }
}
