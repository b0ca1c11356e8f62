package dev.millrace.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NgramsTest {

    @Test
    void text_hasARunForEachLengthAndStart() {
        assertThat(texts("a b c", 3))
                .startsWith("a", "b", "c", "a b", "b c", "a b c")
                .hasSize(8); // and two marks
    }

    @Test
    void textShorterThanTheLongestRun_hasTheShorterRuns() {
        assertThat(texts("a", 3)).startsWith("a").hasSize(3);
    }

    @Test
    void link_isMarkedByItsHostAndItsSite() {
        assertThat(texts("see http://WWW.shop.Example.com/x and https://example.org", 1))
                .contains("(link to) www.shop.example.com", "(link to) .example.com", "(link to) example.org")
                .doesNotContain("(link to) .org");
    }

    @Test
    void wordsInCapitals_areMarkedOneByOneAndByTheirShare() {
        assertThat(texts("BUY it NOW A", 1))
                .filteredOn(text -> text.startsWith("("))
                .containsExactly(
                        "(words in capitals: about 50 %)",
                        "(words: 4 or more)", "(word in capitals)", "(word in capitals)");
    }

    @Test
    void textWithoutWords_hasNoMarks() {
        assertThat(texts("!? ...", 1)).containsExactly("!", "?", "...");
        assertThat(texts("", 2)).isEmpty();
    }

    @Test
    void sameFeature_hasTheSameHashWhereverItStands() {
        Ngrams one = Ngrams.of("Cheap pills", 2);
        Ngrams other = Ngrams.of("buy cheap  PILLS", 2);
        assertThat(other.hash(4)).isEqualTo(one.hash(2)).isNotEqualTo(other.hash(3));
    }

    @Test
    void orderOfTokens_countsInARun() {
        assertThat(Ngrams.of("a b", 2).hash(2)).isNotEqualTo(Ngrams.of("b a", 2).hash(2));
    }

    @Test
    void hashes_areThoseThatStoredModelsKnow() {
        assertThat(Ngrams.of("Free money! 無", 2).hashes())
                .as("changed hashes make every stored model blind: that needs a new format of the model")
                .containsExactly(
                        -325273129,
                        1020556108,
                        609804997,
                        -633992856,
                        709565465,
                        -1996476904,
                        1571789381,
                        2144829665,
                        -1416428326);
    }

    private static List<String> texts(String clean, int longest) {
        Ngrams ngrams = Ngrams.of(clean, longest);
        return IntStream.range(0, ngrams.size()).mapToObj(ngrams::text).toList();
    }
}
