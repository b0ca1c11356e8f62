package dev.millrace.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextCleanerTest {
    private final TextCleaner cleaner = new TextCleaner(1000);

    @Test
    void html_becomesItsTextWithLineBreaksBetweenBlocks() {
        assertThat(cleaner.clean("<html><body><h1>Sale</h1><p>Only <b>to</b>day</p>now<br>or never</body></html>"))
                .isEqualTo("Sale\nOnly today\nnow\nor never");
    }

    @Test
    void scriptsStylesAndComments_areDropped() {
        assertThat(cleaner.clean("<p>a</p><script>if (1 < 2) b()</script><style>p{c}</style><!-- d --><p>e</p>"))
                .isEqualTo("a\ne");
    }

    @Test
    void linkInHtml_keepsItsTargetBeforeItsWords() {
        assertThat(cleaner.clean("<p>Press <A HREF=\"http://example.com/x\">here</A></p>"))
                .isEqualTo("Press http://example.com/x here");
    }

    @Test
    void angleBracketsWithoutHtmlTags_stayAsTheyAre() {
        String mail = "Tim <someone@example.com> wrote: if a <b or a < c, see <http://example.com>";
        assertThat(cleaner.clean(mail)).isEqualTo(mail);
    }

    @Test
    void entitiesInPlainText_areDecoded() {
        assertThat(cleaner.clean("Fish &amp; chips &#163;5 &#x20AC;6 caf&eacute;"))
                .isEqualTo("Fish & chips £5 €6 café");
    }

    @Test
    void ampersandsOfAnAddress_areNoEntities() {
        String address = "http://example.com/?a=1&copy=2&lt=3";
        assertThat(cleaner.clean(address)).isEqualTo(address);
    }

    @Test
    void tagsBehindEntities_areTakenOffAsWell() {
        assertThat(cleaner.clean("&lt;p&gt;hidden&lt;/p&gt;")).isEqualTo("hidden");
    }

    @Test
    void entitiesBeyondTheThirdLayer_areSetApart() {
        assertThat(cleaner.clean("&amp;amp;amp;amp;amp;lt;")).isEqualTo("& amp;amp;lt;");
    }

    @Test
    void whiteSpace_isFoldedToOneSpaceOrOneLineBreak() {
        assertThat(cleaner.clean("  a \t b\u00a0\u2003c \r\n\r\n d\u2028e  ")).isEqualTo("a b c\nd\ne");
    }

    @Test
    void controlAndInvisibleCharacters_areLeftOut() {
        assertThat(cleaner.clean("fr\u0000e\u200be\u00ad \u0007mo\ufeffney")).isEqualTo("free money");
    }

    @Test
    void halfSurrogatePair_isLeftOut() {
        assertThat(cleaner.clean("a\ud800b\udc00\ud83d\ude00")).isEqualTo("ab\ud83d\ude00");
    }

    @Test
    void composedAndDecomposedForms_becomeTheSameText() {
        String composed = "Überfällig";
        assertThat(cleaner.clean(Normalizer.normalize(composed, Normalizer.Form.NFD)))
                .isEqualTo(composed);
    }

    @Test
    void marksUponMarks_areCutToThirty() {
        assertThat(cleaner.clean("x" + "\u0323".repeat(40) + "y")).isEqualTo("x" + "\u0323".repeat(30) + "y");
        assertThat(cleaner.clean("x" + "\u0344".repeat(30))).hasSize(31);
    }

    @Test
    void longText_isCutToTheLimitButNotInsideAPair() {
        assertThat(new TextCleaner(4).clean("abcdef")).isEqualTo("abcd");
        assertThat(new TextCleaner(4).clean("abc\ud83d\ude00")).isEqualTo("abc");
        assertThat(new TextCleaner(4).clean("abc def")).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t", "<p></p>", "<script>x</script>"})
    void textWithoutWords_becomesEmpty(String raw) {
        assertThat(cleaner.clean(raw)).isEmpty();
    }

    @Test
    void limitBelowOne_isRefused() {
        assertThatThrownBy(() -> new TextCleaner(0)).hasMessage("limit is 0: expected at least 1");
    }
}
