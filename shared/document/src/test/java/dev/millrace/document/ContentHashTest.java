package dev.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.text.Normalizer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentHashTest {

    /** Were one of them to change, documents would change sides of the split: the form needs a new version then. */
    @Test
    void hashes_areThoseOfForm1() {
        assertThat(ContentHash.VERSION).isEqualTo(1);
        assertThat(hash("Größe & Ärger: 100 % FREE!!!"))
                .hasToString("56dc53f046e6a45c39613eac7e02e29831d91204ebabf0b81796fc7880886721");
        assertThat(ContentHash.of(new Content.Features(
                        Map.of("b", new FeatureValue.Numeric(1.5), "a", new FeatureValue.Categorical("rot")))))
                .hasToString("8759927578689f3f66744c81fee3bdcf6d23fe00c1925de1585953ab9bf4aec7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"buy now pay later", "  Buy NOW,\npay -- later!!! ", "<buy> now\u0000pay\u200blater"})
    void textsThatDifferInCasePunctuationAndSpace_haveOneHash(String text) {
        assertThat(hash(text)).isEqualTo(hash("Buy now, pay later"));
    }

    /** A text in ASCII has a way of its own; one with another kind of space beside it takes the other, to the same form. */
    @Test
    void textInAscii_hasTheHashThatItHasBesideOtherCharacters() {
        Random random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            String text = random.ints(random.nextInt(40), 0, 0x80)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(hash(text)).as(text).isEqualTo(hash(text + " \u2028"));
            assertThat(hash(text)).as(text).isEqualTo(hash("\u00a0 " + text));
        }
    }

    @Test
    void textsThatDifferInAWordOrItsPlace_haveOtherHashes() {
        assertThat(hash("buy now")).isNotEqualTo(hash("now buy")).isNotEqualTo(hash("buynow"));
    }

    @Test
    void composedAndDecomposedLetters_haveOneHash() {
        String text = "Überfällig, café";
        assertThat(hash(Normalizer.normalize(text, Normalizer.Form.NFD))).isEqualTo(hash(text));
    }

    @Test
    void turkishDefaultLocale_changesNothing() {
        ContentHash before = hash("TITLE");
        Locale locale = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(hash("TITLE")).isEqualTo(before);
        } finally {
            Locale.setDefault(locale);
        }
    }

    @Test
    void textAndFeaturesThatReadAlike_haveOtherHashes() {
        assertThat(hash("a=n1.0")).isNotEqualTo(features("a", new FeatureValue.Numeric(1)));
        assertThat(features("a", new FeatureValue.Categorical("1.0")))
                .isNotEqualTo(features("a", new FeatureValue.Numeric(1)));
    }

    @Test
    void negativeAndPositiveZero_areOneValue() {
        assertThat(features("a", new FeatureValue.Numeric(-0.0)))
                .isEqualTo(features("a", new FeatureValue.Numeric(0.0)));
    }

    @Test
    void fraction_isTheFirst53Bits() {
        byte[] bytes = new byte[32];
        assertThat(new ContentHash(bytes).fraction()).isZero();
        bytes[0] = (byte) 0x80;
        assertThat(new ContentHash(bytes).fraction()).isEqualTo(0.5);
        Arrays.fill(bytes, (byte) 0xff);
        assertThat(new ContentHash(bytes).fraction())
                .isCloseTo(1, within(1e-15))
                .isLessThan(1);
    }

    @Test
    void bytesOfAHash_cannotBeChangedFromOutside() {
        byte[] bytes = new byte[32];
        ContentHash hash = new ContentHash(bytes);
        bytes[0] = 1;
        hash.bytes()[1] = 1;
        assertThat(hash).isEqualTo(new ContentHash(new byte[32])).hasSameHashCodeAs(new ContentHash(new byte[32]));
    }

    @Test
    void wrongLengthAndNoContent_areRefused() {
        assertThatThrownBy(() -> new ContentHash(new byte[31])).hasMessage("a content hash has 32 bytes, not 31");
        assertThatThrownBy(() -> ContentHash.of(new Content.None())).hasMessage("a labelling revision has no content");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0f71\u0f72", "\u0301\u0323", "!", " a", "\ud83d\ude00"})
    void textOfOneMiB_isHashedInLinearTime(String piece) {
        String text = "x" + piece.repeat((1 << 20) / piece.length());
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> hash(text));
    }

    private static ContentHash hash(String text) {
        return ContentHash.of(new Content.Text(text));
    }

    private static ContentHash features(String name, FeatureValue value) {
        return ContentHash.of(new Content.Features(Map.of(name, value)));
    }
}
