package dev.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoomTest {
    private final AtomicLong now = new AtomicLong();
    private final Room room = new Room(4_000, Duration.ofSeconds(8), now::get);

    @Test
    void fullRoom_refusesOneMoreUntilOneHasLeft() {
        List<Room.Stay> stays = fill();
        assertThat(room.tryEnter()).isEmpty();
        stays.getFirst().acknowledged();
        assertThat(room.tryEnter()).isPresent();
    }

    @Test
    void logThatIsFast_raisesTheLimitToTheMost() {
        for (int round = 0; round < 10; round++) {
            fill().forEach(Room.Stay::acknowledged);
        }
        assertThat(room.limit()).isEqualTo(4_000);
    }

    @Test
    void logThatIsSlow_lowersTheLimitToWhatItTakesInTime() {
        List<Room.Stay> stays = fill();
        now.addAndGet(Duration.ofSeconds(3).toNanos());
        stays.forEach(Room.Stay::acknowledged);
        assertThat(room.limit()).isEqualTo(50);
    }

    @Test
    void logThatFails_lowersTheLimitButNeverToNothing() {
        for (int round = 0; round < 10; round++) {
            fill().forEach(Room.Stay::failed);
        }
        assertThat(room.limit()).isEqualTo(50);
        assertThat(room.tryEnter()).isPresent();
    }

    @Test
    void fewDocuments_sayNothingAboutTheLimit() {
        for (int i = 0; i < 1_000; i++) {
            room.tryEnter().orElseThrow().acknowledged();
        }
        assertThat(room.limit()).isEqualTo(2_000);
    }

    @Test
    void oneThatWaits_entersWhenAnotherLeaves() {
        Room small = new Room(1, Duration.ofSeconds(30), System::nanoTime);
        Room.Stay first = small.tryEnter().orElseThrow();
        CompletableFuture<Optional<Room.Stay>> waiting = waitsIn(small);
        first.acknowledged();
        assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join()).isPresent();
    }

    @Test
    void nobodyLeaves_theWaitEndsWithThePatience() {
        Room small = new Room(1, Duration.ofMillis(20), System::nanoTime);
        assertThat(small.tryEnter()).isPresent();
        assertThat(enter(small)).isEmpty();
    }

    @Test
    void oneWaitsAlready_theNextIsToldAtOnce() throws Exception {
        Room small = new Room(1, Duration.ofSeconds(30), System::nanoTime);
        Room.Stay first = small.tryEnter().orElseThrow();
        List<CompletableFuture<Optional<Room.Stay>>> both =
                IntStream.range(0, 2).mapToObj(i -> waitsIn(small)).toList();
        assertThat(CompletableFuture.anyOf(both.toArray(CompletableFuture[]::new))
                        .get(10, TimeUnit.SECONDS))
                .isEqualTo(Optional.empty());
        first.acknowledged();
        for (var one : both) {
            one.get(10, TimeUnit.SECONDS);
        }
        assertThat(both.stream().filter(one -> one.join().isPresent())).hasSize(1);
    }

    private List<Room.Stay> fill() {
        return IntStream.range(0, room.limit())
                .mapToObj(i -> room.tryEnter().orElseThrow())
                .toList();
    }

    private static CompletableFuture<Optional<Room.Stay>> waitsIn(Room room) {
        CompletableFuture<Optional<Room.Stay>> stay = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> stay.complete(enter(room)));
        return stay;
    }

    private static Optional<Room.Stay> enter(Room room) {
        try {
            return room.enter();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
