package dev.millrace.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 1 MiB of what makes slow parsers slow. Most take a tenth of a second; the limit leaves room for a busy machine. */
class TextCleanerSpeedTest {
    private static final int SIZE = 1 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<",
                "<a ",
                "<div>",
                "<i><table>",
                "<a><b>",
                "<p></b>",
                "<!--",
                "<?",
                "<script>",
                "<p a=\"",
                "<p a a",
                "&",
                "&amp;",
                "&#",
                "&lt;p&gt;",
                "<![CDATA[",
                "\u0301",
                "\u0f71\u0f72",
                "\u0344",
                " ",
                "!",
                "A",
                "://a.",
            })
    void repeatedPiece_isCleanedAndTokenisedInLinearTime(String piece) {
        String text = "<p>" + piece.repeat(SIZE / piece.length());
        String clean = assertTimeoutPreemptively(LIMIT, () -> new TextCleaner(SIZE).clean(text));
        Ngrams ngrams = assertTimeoutPreemptively(LIMIT, () -> Ngrams.of(clean, 3));
        assertThat(ngrams.size()).isNotNegative();
    }

    @ParameterizedTest
    @ValueSource(strings = {"amp;", "#38;amp;"})
    void entityInEntity_isCleanedInLinearTime(String piece) {
        String text = "&" + piece.repeat(SIZE / piece.length());
        assertThat(assertTimeoutPreemptively(LIMIT, () -> new TextCleaner(SIZE).clean(text)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {" x", " x=y", " x='", "\" "})
    void tagWithEndlessAttributes_isCleanedInLinearTime(String piece) {
        String text = "<p>a</p><p" + piece.repeat(SIZE / piece.length());
        assertThat(assertTimeoutPreemptively(LIMIT, () -> new TextCleaner(SIZE).clean(text)))
                .isNotNull();
    }
}
