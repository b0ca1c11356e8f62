package dev.millrace.clean;

import dev.millrace.store.Accounting;
import dev.millrace.store.Accounting.Totals;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts rows and marks now and then, on the replica that has partition 0, and shows what it found:
 *
 * <ul>
 *   <li>{@code millrace_account_records{state}}: {@code accepted}, {@code redriven}, {@code stored}, {@code dead}
 *   <li>{@code millrace_account_difference_records}: (accepted + redriven) - (stored + dead). Alert when it is not 0: rows
 *       were changed by hand.
 * </ul>
 *
 * Counting reads the keys of both tables. So that it stays a small part of what the database does, the pause is a hundred
 * times as long as the last count took, at least.
 */
final class AccountWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccountWatch.class);
    private static final int RESTS = 100;

    private final Accounting accounting;
    private final Partitions partitions;
    private final MeterRegistry registry;
    private final Duration interval;
    private final AtomicReference<@Nullable Totals> last = new AtomicReference<>();
    private final List<Meter> shown = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("clean-account").factory());

    /** @param interval the shortest pause between two counts */
    AccountWatch(Accounting accounting, Partitions partitions, MeterRegistry registry, Duration interval) {
        this.accounting = accounting;
        this.partitions = partitions;
        this.registry = registry;
        this.interval = interval;
    }

    AccountWatch start() {
        next(interval);
        return this;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is over when the timer is shut down
    private void next(Duration pause) {
        timer.schedule(this::turn, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void turn() {
        long began = System.nanoTime();
        try {
            look();
        } catch (RuntimeException e) {
            LOG.debug("the rows could not be counted; the database's own check says why", e);
        } finally {
            Duration rest = Duration.ofNanos(System.nanoTime() - began).multipliedBy(RESTS);
            if (!timer.isShutdown()) {
                next(rest.compareTo(interval) > 0 ? rest : interval);
            }
        }
    }

    /** One count, if this replica is the one to count; else nothing is shown. */
    void look() {
        if (partitions.get(0).isEmpty()) {
            shown.forEach(registry::remove);
            shown.clear();
            return;
        }
        last.set(accounting.totals());
        if (shown.isEmpty()) {
            shown.add(records("accepted", Totals::accepted));
            shown.add(records("redriven", Totals::redriven));
            shown.add(records("stored", Totals::stored));
            shown.add(records("dead", Totals::dead));
            shown.add(Gauge.builder("millrace_account_difference_records", () -> value(Totals::difference))
                    .description("(accepted + redriven) - (stored + dead), counted from marks and rows: 0")
                    .register(registry));
        }
    }

    private Meter records(String state, ToDoubleFunction<Totals> count) {
        return Gauge.builder("millrace_account_records", () -> value(count))
                .description("Records, counted from marks and rows")
                .tag("state", state)
                .register(registry);
    }

    private double value(ToDoubleFunction<Totals> count) {
        return count.applyAsDouble(Objects.requireNonNull(last.get()));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
