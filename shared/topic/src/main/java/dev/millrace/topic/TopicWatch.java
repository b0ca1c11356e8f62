package dev.millrace.topic;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the topic at start and then at a steady interval, on a thread of its own, and makes it when it is missing. What
 * it saw last is one volatile value.
 */
public final class TopicWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);

    private final RawTopicCheck check;
    private final Duration interval;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile TopicState state = new TopicState.Unreachable("the broker was not asked yet");
    private String said = "";

    /** @param owner the function that watches, for the thread's name */
    public TopicWatch(String owner, RawTopicCheck check, Duration interval) {
        this.check = check;
        this.interval = interval;
        this.thread = Thread.ofVirtual().name(owner + "-topic-watch").start(this::watch);
    }

    public TopicState state() {
        return state;
    }

    /** Looks now, on the caller's thread; bounded by the check's own time limit. */
    public TopicState look() {
        TopicState seen = check.makeAndCheck();
        report(seen);
        state = seen;
        return seen;
    }

    /** The broker's id of the topic now, in one round trip; none when it is missing or the broker does not answer. */
    public Optional<String> topicId() {
        return check.topicId();
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        check.close();
    }

    private void watch() {
        try {
            do {
                look();
            } while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static String news(TopicState seen) {
        return seen instanceof TopicState.Unreachable ? "unreachable" : seen.sentence();
    }

    /** One line a change, not a line a look; while the broker is away, Kafka's reasons for it come and go. */
    private synchronized void report(TopicState seen) {
        String news = news(seen);
        if (news.equals(said) || closed.getCount() == 0) {
            return;
        }
        said = news;
        if (seen instanceof TopicState.Good good && good.warning().isEmpty()) {
            LOG.info("{}", seen.sentence());
        } else {
            LOG.warn("{}", seen.sentence());
        }
    }
}
