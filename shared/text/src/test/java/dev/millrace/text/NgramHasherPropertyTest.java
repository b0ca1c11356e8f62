package dev.millrace.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** One hasher for all tries: what a text left behind must not show in the next. */
class NgramHasherPropertyTest {
    private static final NgramHasher HASHER = new NgramHasher();

    @Property(tries = 3000)
    void anyText_hasTheFeaturesOfTheRules(
            @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 3) int longest) {
        assertThat(hashes(text, longest)).isEqualTo(SlowNgrams.hashes(text, longest));
    }

    @Property
    void anyCharacters_haveTheFeaturesOfTheRules(@ForAll String text) {
        assertThat(hashes(text, 2)).isEqualTo(SlowNgrams.hashes(text, 2));
    }

    @Example
    void sampleMails_haveTheFeaturesOfTheRules() {
        TextCleaner cleaner = new TextCleaner(1 << 20);
        for (String mail : SampleMails.texts()) {
            String clean = cleaner.clean(mail);
            assertThat(hashes(clean, 2)).isEqualTo(SlowNgrams.hashes(clean, 2));
        }
    }

    /** Pieces that meet each other in unforeseen ways. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a",
                        "B",
                        "CD",
                        "Word",
                        "word2",
                        "2ND",
                        "_",
                        "É",
                        "ÉÀ",
                        "ß",
                        "İ",
                        "ж",
                        "Ж",
                        "x\u0323",
                        "無",
                        "で",
                        "ไ",
                        "\ud835\udd04",
                        "\ud83d\ude00",
                        "\ud83d",
                        "!",
                        "!!",
                        "$",
                        "€",
                        "-",
                        ".",
                        ":",
                        "/",
                        "://",
                        "http://",
                        "www.shop.example.com",
                        ".com",
                        " ",
                        "\n",
                        "\u00a0",
                        "\u2003",
                        "\u007f",
                        "\u0000")
                .list()
                .ofMaxSize(40)
                .map(pieces -> String.join("", pieces));
    }

    private static int[] hashes(String text, int longest) {
        int size = HASHER.hash(text, longest);
        return Arrays.copyOf(HASHER.hashes(), size);
    }
}
