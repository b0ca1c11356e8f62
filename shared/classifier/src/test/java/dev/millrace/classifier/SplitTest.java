package dev.millrace.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.Content;
import dev.millrace.document.ContentHash;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
    private static final List<ContentHash> HASHES = IntStream.range(0, 20_000)
            .mapToObj(i -> ContentHash.of(new Content.Text("text " + i)))
            .toList();

    @Test
    void fifthOfAllContents_isHeldOut() {
        double share =
                HASHES.stream().filter(hash -> Split.side(hash) == Side.HOLDOUT).count() / 20_000.0;
        assertThat(share).isBetween(0.19, 0.21);
    }

    @Test
    void folds_areEqualAndIndependentOfTheSide() {
        for (int folds : new int[] {2, 5, 10}) {
            int[] all = new int[folds];
            int[] held = new int[folds];
            for (ContentHash hash : HASHES) {
                all[Split.fold(hash, folds)]++;
                held[Split.fold(hash, folds)] += Split.side(hash) == Side.HOLDOUT ? 1 : 0;
            }
            for (int fold = 0; fold < folds; fold++) {
                assertThat(all[fold] * folds / 20_000.0).isBetween(0.9, 1.1);
                assertThat((double) held[fold] / all[fold]).isBetween(0.16, 0.24);
            }
        }
    }

    @Test
    void contentsThatDifferInCaseAndPunctuationOnly_areOnOneSide() {
        ContentHash plain = ContentHash.of(new Content.Text("Buy now, pay later"));
        ContentHash loud = ContentHash.of(new Content.Text("BUY NOW - pay later!!!"));
        assertThat(Split.side(loud)).isEqualTo(Split.side(plain));
        assertThat(Split.fold(loud, 7)).isEqualTo(Split.fold(plain, 7));
    }

    @Test
    void sidesAndFolds_areThoseOfVersion1() {
        assertThat(Split.VERSION).isEqualTo(1);
        byte[] bytes = new byte[32];
        bytes[0] = 0x33; // 0x3333… is 0.2: just below
        bytes[23] = 7;
        assertThat(Split.side(new ContentHash(bytes))).isEqualTo(Side.HOLDOUT);
        assertThat(Split.fold(new ContentHash(bytes), 5)).isEqualTo(2);
        bytes[0] = 0x34;
        assertThat(Split.side(new ContentHash(bytes))).isEqualTo(Side.TRAIN);
    }
}
