package dev.millrace.predict;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.Content;
import dev.millrace.document.InvalidInput;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationLimitTest {

    /** 968 texts of 2,000 words each, 7.5 MB, ended in OutOfMemoryError. */
    @Test
    void moreThanAMegabyteOfTextsToExplain_isRefused() {
        List<Content> texts = Collections.nCopies(968, new Content.Text("word ".repeat(2000)));

        assertThatThrownBy(() -> ExplanationLimit.check(texts))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(
                        "explain is for 968 texts with 9680000 characters: expected at most 1048576 together");
    }

    @Test
    void questionsThatAreNotToBeExplained_haveNoLimit() {
        String instances = "{\"text\": \"" + "word ".repeat(200_000) + "\"}, ";
        String two = "{\"instances\": [" + instances + instances + "{\"text\": \"a\", \"explain\": true}]";
        QuestionReader reader = new QuestionReader(3);

        assertThatCode(() -> reader.read((two + "}").getBytes(UTF_8))).doesNotThrowAnyException();
        assertThatThrownBy(() -> reader.read((two + ", \"explain\": true}").getBytes(UTF_8)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("explain is for 3 texts");
    }

    @Test
    void oneTextOfAnyLength_isExplained() {
        assertThatCode(() -> ExplanationLimit.check(List.of(new Content.Text("word ".repeat(1 << 20)))))
                .doesNotThrowAnyException();
    }
}
