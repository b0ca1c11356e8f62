package dev.millrace.standalone;

import dev.millrace.runtime.Failure;
import dev.millrace.runtime.LogSetup;
import dev.millrace.runtime.Signals;
import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The command {@code up}: starts everything, loads and trains the samples the first time, serves or reports. */
public final class StandaloneMain {
    private StandaloneMain() {}

    public static void main(String[] args) {
        List<String> words = List.of(args);
        if (words.isEmpty() || words.contains("--help") || !words.getFirst().equals("up")) {
            boolean asked = words.contains("--help");
            (asked ? System.out : System.err).print(Options.USAGE);
            System.exit(asked ? 0 : 2);
        }
        try {
            Options options = Options.parse(words.subList(1, words.size()));
            System.exit(run(options, System.out, System.err));
        } catch (Options.UsageException e) {
            System.err.println("millrace: " + e.getMessage());
            System.exit(2);
        }
    }

    private static int run(Options options, PrintStream out, PrintStream err) {
        LogSetup.apply(Standalone.logForm(System.getenv()), Standalone.logLevel(System.getenv()));
        CountDownLatch stop = new CountDownLatch(1);
        Thread worker = Thread.currentThread();
        Signals.onStop(() -> {
            stop.countDown();
            worker.interrupt(); // whatever it waits for, it need not wait any longer
        });
        Progress progress = new Progress(err, terminal(), InstantSource.system());
        try {
            up(options, out, progress, stop);
            return 0;
        } catch (RuntimeException e) {
            if (stop.getCount() == 0) {
                return 0; // asked to stop while it was starting
            }
            progress.say("millrace: " + (e instanceof StartException ? e.getMessage() : Failure.line(e)));
            return 1;
        }
    }

    private static void up(Options options, PrintStream out, Progress progress, CountDownLatch stop) {
        long began = System.nanoTime();
        try (Standalone standalone = Standalone.start(options, System.getenv(), progress);
                Api api = standalone.api()) {
            prepare(options, standalone, api, progress);
            if (options.once()) {
                Summary summary = Summary.of(api, standalone.models(), new Samples(standalone.models()));
                double seconds = (System.nanoTime() - began) / 1e9;
                out.print(options.json() ? summary.json(seconds) : summary.table(seconds));
                return;
            }
            options.observe().ifPresent(configuration -> observe(configuration, standalone, progress));
            progress.say("ready");
            out.print(Banner.of(standalone.address(), standalone.folder().path()));
            out.flush();
            serve(standalone, stop);
            progress.say("stopping");
        } catch (InterruptedException e) {
            progress.say("stopping");
        }
    }

    private static void observe(Path configuration, Standalone standalone, Progress progress) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        LocalPrometheus.program(path)
                .ifPresentOrElse(
                        program -> progress.say("Prometheus: "
                                + standalone.observe(program, configuration).address()
                                + " (dashboards for Grafana: observability/grafana)"),
                        () -> progress.say(
                                "--observe: no prometheus is on the PATH. Install it (Debian: apt install prometheus;"
                                        + " macOS: brew install prometheus), or let one of yours scrape "
                                        + standalone.address() + "/metrics"));
    }

    /** Until it is asked to stop; a broker that has failed for good is the end of it, too. */
    private static void serve(Standalone standalone, CountDownLatch stop) throws InterruptedException {
        while (!stop.await(1, TimeUnit.SECONDS)) {
            standalone.fault().ifPresent(fault -> {
                throw new StartException("the broker has failed, start Millrace again: " + fault);
            });
        }
    }

    private static void prepare(Options options, Standalone standalone, Api api, Progress progress) {
        FirstStart first = new FirstStart(api, progress, System::nanoTime);
        if (!standalone.folder().samplesLoaded()) {
            if (!options.empty()) {
                first.run(new Samples(standalone.models()));
            }
            standalone.folder().rememberSamples();
        }
        first.awaitServed();
    }

    private static boolean terminal() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
}
