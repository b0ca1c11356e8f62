package dev.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.ModelName;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunLockIT {
    private final StoreDatabase database = StoreDatabase.fresh();
    private final RunLock lock = new RunLock(database.as(DatabaseRole.TRAIN));
    private final RunLock other = new RunLock(database.another(DatabaseRole.TRAIN));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void oneReplicaAtATime_holdsTheLockOfAModel() {
        RunLock.Held held = lock.tryAcquire(Rows.SPAM).orElseThrow();

        assertThat(held.stillHeld()).isTrue();
        assertThat(other.tryAcquire(Rows.SPAM)).isEmpty();
        assertThat(lock.tryAcquire(Rows.SPAM))
                .as("nor a second run of the same replica")
                .isEmpty();
        Optional<RunLock.Held> iris = other.tryAcquire(new ModelName("iris"));
        assertThat(iris).isPresent();
        iris.orElseThrow().close();

        held.close();
        assertThat(held.stillHeld()).isFalse();
        RunLock.Held next = other.tryAcquire(Rows.SPAM).orElseThrow();
        next.close();
    }

    @Test
    void deathOfTheHolder_letsTheLockGo() {
        RunLock.Held held = lock.tryAcquire(Rows.SPAM).orElseThrow();
        database.owner()
                .useHandle(
                        handle -> handle.createQuery("""
                        SELECT pg_terminate_backend(pid, 5000) FROM pg_locks
                        WHERE locktype = 'advisory'
                            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                        """).mapTo(Boolean.class).one());

        assertThat(held.stillHeld()).isFalse();
        RunLock.Held next = other.tryAcquire(Rows.SPAM).orElseThrow();
        assertThat(next.stillHeld()).isTrue();
        next.close();
        held.close();
    }
}
