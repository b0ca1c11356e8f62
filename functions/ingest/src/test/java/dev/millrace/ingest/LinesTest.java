package dev.millrace.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinesTest {
    @Test
    void bothLineEnds_areTakenOff() throws IOException {
        assertThat(texts("a\nb\r\nc", 10)).containsExactly("1:a", "2:b", "3:c");
    }

    @Test
    void lastLineWithItsEnd_isNotFollowedByAnEmptyOne() throws IOException {
        assertThat(texts("a\n", 10)).containsExactly("1:a");
    }

    @Test
    void emptyStream_hasNoLine() throws IOException {
        assertThat(texts("", 10)).isEmpty();
    }

    @Test
    void blankLines_keepTheirNumbers() throws IOException {
        assertThat(texts("\n \nx", 10)).containsExactly("1:", "2: ", "3:x");
    }

    @Test
    void lineOverTheLimit_isReadPastAndNotHeld() throws IOException {
        assertThat(texts("aaaa\n" + "b".repeat(500_000) + "\ncccc\n", 4)).containsExactly("1:aaaa", "2:!", "3:cccc");
    }

    @Test
    void lineAcrossManyReads_isWhole() throws IOException {
        String line = "x".repeat(200_000);
        assertThat(texts(line + "\ny", 1 << 20)).containsExactly("1:" + line, "2:y");
    }

    private static List<String> texts(String stream, int limit) throws IOException {
        Lines lines = new Lines(new ByteArrayInputStream(stream.getBytes(UTF_8)), limit);
        List<String> texts = new ArrayList<>();
        for (Optional<Lines.Line> next = lines.next(); next.isPresent(); next = lines.next()) {
            Lines.Line line = next.get();
            texts.add(line.number() + ":" + (line.tooLong() ? "!" : new String(line.bytes(), UTF_8)));
        }
        return texts;
    }
}
