package dev.millrace.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.document.ModelName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What predict asks, through the real driver, pool and {@link Registry}. */
final class RehearsalDatabaseTest {
    private static final ModelName MAILS = new ModelName("mails");
    private static final byte[] BYTES = {1, 0, -1, 127};

    @Test
    void registryOverIt_hasVersionOneOfEachModelAsChampion() {
        try (RehearsalDatabase stand = new RehearsalDatabase(Map.of(MAILS, BYTES));
                Database database = Database.open(settings(stand), null)) {
            Registry registry = new Registry(database);
            // More often than the driver asks without a statement of the server's.
            for (int i = 0; i < 4; i++) {
                assertEquals(Map.of(MAILS, Map.of(AliasChange.CHAMPION, 1)), registry.aliases());
            }
            VersionInfo version = registry.version(MAILS, 1).orElseThrow();
            assertEquals(List.of(4, VersionInfo.PUBLISHED), List.of(version.bytes(), version.status()));
            assertTrue(version.parent().isEmpty());
            assertArrayEquals(BYTES, registry.bytes(MAILS, 1).orElseThrow());
        }
    }

    @Test
    void listeningOnIt_begins() throws InterruptedException {
        CountDownLatch began = new CountDownLatch(1);
        try (RehearsalDatabase stand = new RehearsalDatabase(Map.of(MAILS, BYTES));
                ModelNotices _ = new ModelNotices(settings(stand), model -> {}, began::countDown)) {
            assertTrue(began.await(10, TimeUnit.SECONDS));
        }
    }

    private static DatabaseSettings settings(RehearsalDatabase stand) {
        return new DatabaseSettings(stand.url(), DatabaseRole.PREDICT.user(), RehearsalDatabase.PASSWORD, 1);
    }
}
