package dev.millrace.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.predict.BodyBudget.Share;
import dev.millrace.runtime.Problem;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
    private final BodyBudget budget = new BodyBudget(100);

    @Test
    void shareThatGrowsBeyondTheBudget_isToldToComeAgain() {
        try (Share first = budget.share();
                Share second = budget.share()) {
            first.cover(60);
            second.cover(40);

            assertThatThrownBy(() -> first.cover(61)).isInstanceOfSatisfying(Problem.class, problem -> {
                assertThat(problem.status()).isEqualTo(503);
                assertThat(problem.code()).isEqualTo("busy");
            });
        }
    }

    @Test
    void closedShare_givesItsRoomBack_once() {
        Share first = budget.share();
        first.cover(60);
        first.cover(50);
        first.close();
        first.close();

        assertThatCode(() -> budget.share().cover(100)).doesNotThrowAnyException();
        assertThatThrownBy(() -> budget.share().cover(1)).isInstanceOf(Problem.class);
    }
}
