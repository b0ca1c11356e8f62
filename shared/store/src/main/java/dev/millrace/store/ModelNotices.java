package dev.millrace.store;

import dev.millrace.document.InvalidInput;
import dev.millrace.document.ModelName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears that an alias of a model moved, on a connection of its own; when it breaks, it is made anew. A notice that was sent
 * meanwhile is lost: hence {@code onReconnect}, and polling behind it. Both are called on one virtual thread of this class
 * and should be quick. Role: any that may log in.
 */
public final class ModelNotices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelNotices.class);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    /** How long silence may last before the connection is tried. */
    private static final int SILENCE_MILLIS = 10_000;

    private final DatabaseSettings settings;
    private final Consumer<ModelName> onNotice;
    private final Runnable onReconnect;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<@Nullable Connection> current = new AtomicReference<>();
    private final Thread thread;
    /** Of that thread alone. */
    private boolean away;

    /**
     * Begins to listen.
     *
     * @param onNotice gets the model whose alias moved
     * @param onReconnect called whenever listening begins, also the first time: look for what was missed
     */
    public ModelNotices(DatabaseSettings settings, Consumer<ModelName> onNotice, Runnable onReconnect) {
        this.settings = settings;
        this.onNotice = onNotice;
        this.onReconnect = onReconnect;
        this.thread = Thread.ofVirtual().name("model-notices").start(this::run);
    }

    private void run() {
        long pause = FIRST_PAUSE_MILLIS;
        while (!isClosed()) {
            long began = System.nanoTime();
            try (Connection connection = Connections.open(settings, "notices")) {
                current.set(connection); // before the question below, so that close() either sees it or is seen
                listen(connection);
            } catch (SQLException | RuntimeException e) { // also of a listener: it is told anew by onReconnect
                pause = System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(LONGEST_PAUSE_MILLIS)
                        ? FIRST_PAUSE_MILLIS
                        : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
                report(e);
            }
            awaitClosed(pause);
        }
    }

    /** One line an outage, not a line a try. */
    private void report(Exception failure) {
        String why = failure instanceof SQLException
                ? DatabaseErrors.sentence(failure)
                : String.valueOf(failure.getMessage());
        if (!isClosed() && !away) {
            LOG.warn("cannot listen for new model versions, and tries again: {}", why);
        }
        away = true;
    }

    private void listen(Connection connection) throws SQLException {
        if (isClosed()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + Registry.CHANNEL);
            if (away) {
                away = false;
                LOG.info("listens for new model versions again");
            }
            onReconnect.run();
            PGConnection postgres = connection.unwrap(PGConnection.class);
            while (!isClosed()) {
                PGNotification[] notices = postgres.getNotifications(SILENCE_MILLIS);
                if (notices.length == 0) {
                    statement.execute("SELECT 1"); // throws when the connection is dead
                }
                for (PGNotification notice : notices) {
                    pass(notice.getParameter());
                }
            }
        }
    }

    private void pass(String name) {
        try {
            onNotice.accept(new ModelName(name));
        } catch (InvalidInput e) {
            LOG.warn("a notice on {} is not ours: {}", Registry.CHANNEL, e.sentence());
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void awaitClosed(long millis) {
        try {
            if (closed.await(millis, TimeUnit.MILLISECONDS)) {
                LOG.debug("stopped listening");
            }
        } catch (InterruptedException e) {
            closed.countDown();
        }
    }

    /** Stops at once: also a wait for a notice ends. */
    @Override
    public void close() {
        closed.countDown();
        Connection connection = current.get();
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("the connection was gone already", e);
            }
        }
        thread.interrupt();
    }

    /** Whether its thread ended, within so many milliseconds. */
    boolean join(long millis) throws InterruptedException {
        return thread.join(Duration.ofMillis(millis));
    }
}
