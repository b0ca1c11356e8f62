package dev.millrace.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The short ways give what the long way gives, to the character. */
class OrdinaryTextPropertyTest {
    @Property(tries = 5000)
    void anyText_isCleanedAsByTheLongWay(@ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 60) int limit) {
        agree(text, limit);
    }

    @Property
    void anyLatinText_isCleanedAsByTheLongWay(@ForAll @CharRange(to = '\u0310') String text) {
        agree(text, 100);
    }

    @Property
    void anyCharacters_areCleanedAsByTheLongWay(@ForAll String text) {
        agree(text, 100);
    }

    @Test
    void eachCharacter_isCleanedAsByTheLongWay() {
        for (char c = 0; c < 0x2100; c++) {
            agree(String.valueOf(c), 100);
            agree("a" + c + "b", 100);
            agree("a <" + c + "br> &" + c + "lt; " + c + " b", 100);
        }
    }

    @Test
    void sampleMails_areCleanedAsByTheLongWay() {
        for (String mail : SampleMails.texts()) {
            agree(mail, 1 << 20);
        }
    }

    @Test
    void cleanText_isTheSameObject() {
        TextCleaner cleaner = new TextCleaner(100);
        String clean = "Größe: 5 €? no: 5 $\nand R&D < Q&A";
        assertThat(cleaner.clean("Dear sir,\nsee you")).isSameAs("Dear sir,\nsee you");
        assertThat(cleaner.clean(clean)).isEqualTo(clean);
    }

    private static void agree(String text, int limit) {
        TextCleaner cleaner = new TextCleaner(limit);
        String clean = cleaner.clean(text);
        assertThat(clean).isEqualTo(SlowCleaner.clean(text, limit));
        if (OrdinaryText.isClean(clean)) {
            assertThat(cleaner.clean(clean)).isSameAs(clean);
        }
    }

    /** Pieces that meet each other in unforeseen ways. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a",
                        "Zü",
                        " ",
                        " ",
                        "  ",
                        "\n",
                        "\r\n",
                        "“é’ – …",
                        "\u1100\u1161",
                        "\u0301",
                        "\u2028",
                        "\u2001",
                        "<b>",
                        "&amp;",
                        "<a@b.c>",
                        "\t",
                        "\u0001",
                        "\u00ad",
                        "\u00a0",
                        "\u0085",
                        "\u007f",
                        "\u200b",
                        "<",
                        "&",
                        "<b>",
                        "<!--",
                        "</p>",
                        "&lt;",
                        "&amp;",
                        "&#33;",
                        "#",
                        "/",
                        "!",
                        "?",
                        "lt;",
                        "b>",
                        "e\u0301",
                        "\ud83d\ude00",
                        "\ud83d",
                        "無")
                .list()
                .ofMaxSize(30)
                .map(pieces -> String.join("", pieces));
    }
}
