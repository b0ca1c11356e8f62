package dev.millrace.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void emptyMember_isLeftOut() {
        assertThat(JsonText.of(Map.of("none", Optional.empty()))).isEqualTo("{}");
    }

    @Test
    void numberThatIsNotFinite_isNull() {
        assertThat(JsonText.of(Map.of("list", List.of(0.5, Double.NaN)))).isEqualTo("{\"list\":[0.5,null]}");
    }

    @Test
    void rawJson_isWrittenAsItIs() {
        assertThat(JsonText.of(Map.of("trainer", new JsonText.Raw("{\"a\":1}"))))
                .isEqualTo("{\"trainer\":{\"a\":1}}");
    }
}
