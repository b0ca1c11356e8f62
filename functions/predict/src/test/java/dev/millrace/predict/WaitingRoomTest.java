package dev.millrace.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.runtime.Problem;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
    private final WaitingRoom room = new WaitingRoom(100);

    @Test
    void moreThanItHolds_isToldToComeAgain() {
        room.enter(60);
        room.enter(40);

        assertThat(room.hasRoom(1)).isFalse();
        assertThatThrownBy(() -> room.enter(1)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(503);
            assertThat(problem.code()).isEqualTo("busy");
        });
    }

    @Test
    void whatLeaves_makesRoom() {
        room.enter(100);
        room.leave(100);

        assertThat(room.hasRoom(100)).isTrue();
    }

    @Test
    void biggerThanTheRoom_mayWaitAlone() {
        room.enter(1000);

        assertThat(room.hasRoom(1)).isFalse();
        room.leave(1000);
        assertThat(room.hasRoom(1)).isTrue();
    }
}
