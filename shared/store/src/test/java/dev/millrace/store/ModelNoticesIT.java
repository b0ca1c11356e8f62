package dev.millrace.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.ModelName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ModelNoticesIT {
    private final StoreDatabase database = StoreDatabase.fresh();
    private final Registry registry = new Registry(database.as(DatabaseRole.TRAIN));
    private final BlockingQueue<ModelName> notices = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> connects = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        database.close();
    }

    private ModelNotices listen() throws InterruptedException {
        ModelNotices listener = new ModelNotices(
                database.settings(DatabaseRole.PREDICT), notices::add, () -> connects.add("connected"));
        assertThat(connects.poll(10, TimeUnit.SECONDS)).isEqualTo("connected");
        return listener;
    }

    private void publish(String name) {
        ModelName model = new ModelName(name);
        NewVersion version = new NewVersion(
                model,
                "model".getBytes(UTF_8),
                VersionInfo.PUBLISHED,
                "{}",
                "{}",
                List.of(),
                Optional.ofNullable(registry.aliases(model).get(AliasChange.CHAMPION)));
        registry.publish(version, true, "train", "test");
    }

    @Test
    void everyMoveOfAnAlias_isHeardAfterItsCommit() throws InterruptedException {
        try (ModelNotices listener = listen()) {
            publish("spam");
            assertThat(notices.poll(10, TimeUnit.SECONDS)).isEqualTo(Rows.SPAM);
            assertThat(listener).isNotNull();

            publish("iris");
            assertThat(notices.poll(10, TimeUnit.SECONDS)).isEqualTo(new ModelName("iris"));
        }
    }

    @Test
    void brokenConnection_isMadeAnewAndSaysSo() throws InterruptedException {
        try (ModelNotices listener = listen()) {
            database.owner()
                    .useHandle(handle ->
                            handle.createQuery("""
                            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                            WHERE datname = current_database() AND application_name LIKE '%notices'
                            """).mapTo(Boolean.class).one());

            assertThat(connects.poll(10, TimeUnit.SECONDS)).isEqualTo("connected");
            publish("spam");
            assertThat(notices.poll(10, TimeUnit.SECONDS)).isEqualTo(Rows.SPAM);
            assertThat(listener).isNotNull();
        }
    }

    @Test
    void noticeOfAnother_isPassedOver() throws InterruptedException {
        try (ModelNotices listener = listen()) {
            database.owner().useHandle(handle -> handle.execute("NOTIFY millrace_model, 'Not A Model'"));
            publish("spam");

            assertThat(notices.poll(10, TimeUnit.SECONDS)).isEqualTo(Rows.SPAM);
            assertThat(listener).isNotNull();
        }
    }

    @Test
    void listenerThatFails_isToldAnew() throws InterruptedException {
        AtomicInteger failures = new AtomicInteger();
        try (ModelNotices listener = new ModelNotices(
                database.settings(DatabaseRole.PREDICT),
                model -> {
                    if (failures.getAndIncrement() == 0) {
                        throw new IllegalStateException("cannot take " + model + " now");
                    }
                    notices.add(model);
                },
                () -> connects.add("connected"))) {
            assertThat(connects.poll(10, TimeUnit.SECONDS)).isEqualTo("connected");
            publish("spam");

            assertThat(connects.poll(10, TimeUnit.SECONDS)).isEqualTo("connected");
            publish("spam");
            assertThat(notices.poll(10, TimeUnit.SECONDS)).isEqualTo(Rows.SPAM);
            assertThat(listener).isNotNull();
        }
    }

    @Test
    void close_endsAWaitAtOnce() throws InterruptedException {
        ModelNotices listener = listen();
        long began = System.nanoTime();
        listener.close();

        assertThat(listener.join(5_000)).as("its thread ended").isTrue();
        assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(3));
    }
}
