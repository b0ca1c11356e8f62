package dev.millrace.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.runtime.Problem;
import org.junit.jupiter.api.Test;

class PendingBodiesTest {
    private final PendingBodies pending = new PendingBodies(2, 100);

    @Test
    void moreThanItsBytes_isToldToComeAgain() {
        pending.enter(30);
        pending.enter(30);
        pending.enter(30);
        pending.enter(10);

        assertThat(pending.hasRoom(1)).isFalse();
        assertThatThrownBy(() -> pending.enter(1)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(503);
            assertThat(problem.code()).isEqualTo("busy");
        });
    }

    @Test
    void whatLeaves_makesRoom() {
        pending.enter(30);
        pending.enter(30);
        pending.enter(40);
        pending.leave(40);

        assertThat(pending.hasRoom(40)).isTrue();
    }

    @Test
    void eachWorkerAndOneThatWaits_haveRoomWhateverTheirSize() {
        pending.enter(1000);
        pending.enter(1000);
        pending.enter(1000);

        assertThat(pending.hasRoom(1)).isFalse();
        pending.leave(1000);
        assertThat(pending.hasRoom(1000)).isTrue();
    }
}
