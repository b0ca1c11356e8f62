package dev.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

    @Test
    void header_readBack_isTheSameTrace() {
        String header = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        TraceParent trace = TraceParent.parse(header).orElseThrow();
        assertThat(trace.sampled()).isTrue();
        assertThat(trace).hasToString(header);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            })
    void malformedHeader_isNoTrace(String header) {
        assertThat(TraceParent.parse(header)).isEmpty();
    }

    @Test
    void tracesThatBeginHere_areValidAndDistinct() {
        assertThat(IntStream.range(0, 1000).mapToObj(i -> TraceParent.begin()))
                .allMatch(trace -> TraceParent.parse(trace.toString()).equals(Optional.of(trace)))
                .doesNotHaveDuplicates();
    }
}
