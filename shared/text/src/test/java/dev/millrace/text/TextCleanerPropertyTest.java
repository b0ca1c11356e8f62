package dev.millrace.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class TextCleanerPropertyTest {

    @Property(tries = 3000)
    void cleaningACleanText_changesNothing(
            @ForAll("texts") String raw, @ForAll @IntRange(min = 1, max = 80) int limit) {
        TextCleaner cleaner = new TextCleaner(limit);
        String clean = cleaner.clean(raw);
        assertThat(cleaner.clean(clean)).isEqualTo(clean);
    }

    @Property(tries = 1000)
    void cleanText_isShortNormalAndWithoutControls(
            @ForAll("texts") String raw, @ForAll @IntRange(min = 1, max = 80) int limit) {
        String clean = new TextCleaner(limit).clean(raw);
        assertThat(clean).hasSizeLessThanOrEqualTo(limit).isEqualTo(clean.strip());
        assertThat(Normalizer.isNormalized(clean, Normalizer.Form.NFC)).isTrue();
        assertThat(clean.codePoints().filter(c -> c != '\n'))
                .noneMatch(Character::isISOControl)
                .noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }

    /** Pieces that markup is made of, so that their neighbours make more of it, and any characters between. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> markup = Arbitraries.of(
                "<",
                ">",
                "/",
                "&",
                ";",
                "#",
                "amp",
                "amp;",
                "lt;",
                "gt",
                "&lt;",
                "&amp;",
                "&#60;",
                "&#x3c;",
                "<p>",
                "</p>",
                "<b",
                "<br/>",
                "<script>",
                "</script>",
                "<style>",
                "<!--",
                "-->",
                "<![CDATA[",
                "]]>",
                "<!doctype html>",
                "<?",
                "<a href=http://x.y>",
                "p",
                " ",
                "\n",
                "\u0338",
                "\u0301",
                "\u00a0",
                "\u2000",
                "&nbsp;",
                "&#0;",
                "&#xd800;",
                "&notin;",
                "\u200b",
                "\ud83d",
                "\ude00",
                "&zwj;",
                "&#8203;",
                "&Tab;",
                "&NewLine;",
                "&shy;",
                "\u0344".repeat(20),
                "\u0f71\u0f72".repeat(10),
                "\u1100",
                "\u1161",
                "\u09c7",
                "\u09be",
                "\u037e");
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(4);
        return Arbitraries.oneOf(markup, markup, markup, any)
                .list()
                .ofMaxSize(25)
                .map(pieces -> String.join("", pieces));
    }
}
