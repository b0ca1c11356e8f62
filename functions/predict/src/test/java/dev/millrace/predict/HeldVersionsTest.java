package dev.millrace.predict;

import static dev.millrace.predict.SmallModels.IRIS;
import static dev.millrace.predict.SmallModels.SPAM;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class HeldVersionsTest {
    private final HeldVersions held = new HeldVersions();

    @Test
    void heldVersion_isHeldOnce_andOfItsModelOnly() {
        assertThat(held.hold(SPAM, 3)).isTrue();
        assertThat(held.hold(SPAM, 3)).isFalse();

        assertThat(held.of(SPAM)).containsExactly(3);
        assertThat(held.of(IRIS)).isEmpty();
    }

    @Test
    void releasedVersion_isNotHeld() {
        held.hold(SPAM, 3);

        assertThat(held.release(SPAM, 3)).isTrue();
        assertThat(held.release(SPAM, 3)).isFalse();
        assertThat(held.release(IRIS, 3)).isFalse();
        assertThat(held.of(SPAM)).isEmpty();
    }

    @Test
    void whatIsGiven_isThatMoments() {
        Set<Integer> before = held.of(SPAM);
        held.hold(SPAM, 3);

        assertThat(before).isEmpty();
    }
}
