package dev.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicsIT {
    private final StoreDatabase database = StoreDatabase.fresh();
    private final Topics topics = new Topics(database.as(DatabaseRole.CLEAN));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void newDatabase_hasNoGeneration() {
        assertThat(topics.newest()).isEmpty();
    }

    @Test
    void generation_beginsWithMarksAtTheGivenOffsets() {
        TopicGeneration begun = topics.begin(0, "abc", 2, Map.of(0, 0L, 1, 42L), "first start");

        assertThat(begun.generation()).isEqualTo(1);
        assertThat(topics.newest()).contains(begun);
        assertThat(topics.marks(1)).containsExactly(new Mark(1, 0, 0, 0), new Mark(1, 1, 42, 42));
    }

    @Test
    void loss_isKeptAtItsLowestEnd() {
        topics.begin(0, "abc", 2, Map.of(0, 50L, 1, 42L), "first start");
        topics.recordLoss(1, 0, 30);
        topics.recordLoss(1, 0, 20);
        topics.recordLoss(1, 0, 40);
        topics.recordLoss(1, 1, 42); // the log ends at the mark: nothing is lost

        assertThat(topics.positions(1))
                .extracting(LogPosition::lostFrom)
                .containsExactly(Optional.of(20L), Optional.empty());
    }

    @Test
    void beginOnAnotherNewestThanExpected_isRefused() {
        topics.begin(0, "abc", 1, Map.of(0, 0L), "first start");

        assertThatExceptionOfType(ConcurrentBeginException.class)
                .isThrownBy(() -> topics.begin(0, "abc", 1, Map.of(0, 0L), "first start"));
        assertThat(topics.begin(1, "def", 1, Map.of(0, 0L), "made anew").generation())
                .isEqualTo(2);
    }

    @Test
    void manyAtOnce_beginOneGeneration() throws Exception {
        Callable<Integer> begin = () -> {
            try {
                return topics.begin(0, "abc", 1, Map.of(0, 0L), "first start").generation();
            } catch (ConcurrentBeginException e) {
                return 0;
            }
        };
        int begun = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> result :
                    threads.invokeAll(Stream.generate(() -> begin).limit(8).toList())) {
                begun += result.get();
            }
        }

        assertThat(begun).isEqualTo(1);
        assertThat(database.count("mark")).isEqualTo(1);
    }

    @Test
    void offsetsThatDoNotFitThePartitions_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> topics.begin(0, "abc", 2, Map.of(0, 0L), "first start"))
                .withMessageContaining("partition 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> topics.begin(0, "abc", 1, Map.of(0, 0L, 1, 0L), "first start"));
    }
}
