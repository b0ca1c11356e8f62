package dev.millrace.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class TokenizerTest {

    @Test
    void sentence_becomesLowerCaseWordsAndSigns() {
        assertThat(Tokenizer.tokens("Don't pay $100, Sir!"))
                .containsExactly("don", "'", "t", "pay", "$", "100", ",", "sir", "!");
    }

    @Test
    void runOfOneSign_isOneTokenOfThreeAtTheMost() {
        assertThat(Tokenizer.tokens("free!!!!! ?! --")).containsExactly("free", "!!!", "?", "!", "--");
    }

    @Test
    void lettersOfAnyScript_makeWords() {
        assertThat(Tokenizer.tokens("Größe ЦЕНА τιμή")).containsExactly("größe", "цена", "τιμή");
    }

    @Test
    void scriptsWithoutSpaces_makeATokenACharacter() {
        assertThat(Tokenizer.tokens("無料で kostenlos")).containsExactly("無", "料", "で", "kostenlos");
    }

    @Test
    void charactersOutsideTheBasicPlane_areWhole() {
        assertThat(Tokenizer.tokens("\ud83d\ude00\ud83d\ude00 \ud835\udd04b"))
                .containsExactly("\ud83d\ude00\ud83d\ude00", "\ud835\udd04b");
    }

    @Test
    void combiningMarks_belongToTheirWord() {
        assertThat(Tokenizer.tokens("x\u0323y हिन्दी")).containsExactly("x\u0323y", "हिन्दी");
    }

    @Test
    void turkishDefaultLocale_changesNothing() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(Tokenizer.tokens("TITLE İ")).containsExactly("title", "i");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void emptyText_hasNoTokens() {
        assertThat(Tokenizer.tokens("")).isEmpty();
    }
}
