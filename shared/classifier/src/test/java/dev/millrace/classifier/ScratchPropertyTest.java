package dev.millrace.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.Content;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** One scratch for all tries and classifiers: nothing that a content left behind may show in the next answer. */
class ScratchPropertyTest {
    private static final Scratch SCRATCH = new Scratch();
    private static final List<Example> MAILS = Samples.spam().subList(0, 600);
    private static final Classifier TWO_LABELS =
            new ClassifierTrainer(Samples.SPAM).fit(MAILS).classifier();
    private static final Classifier THREE_LABELS =
            new ClassifierTrainer(Samples.SPAM).fit(relabelled()).classifier();
    private static final Classifier TABLE =
            new ClassifierTrainer(Samples.IRIS).fit(Samples.iris()).classifier();

    @Property
    void anyText_isAnsweredByTheRulesToTheBit(@ForAll("texts") String text) {
        agree(TWO_LABELS, text);
        agree(THREE_LABELS, text);
    }

    @Test
    void sampleMails_areAnsweredByTheRulesToTheBit() {
        for (Example mail : Samples.spam()) {
            agree(TWO_LABELS, ((Content.Text) mail.content()).value());
            agree(THREE_LABELS, ((Content.Text) mail.content()).value());
        }
    }

    @Test
    void rowsBetweenTexts_areAnsweredAsByAScratchOfTheirOwn() {
        for (Example row : Samples.iris()) {
            agree(TWO_LABELS, "free money");
            assertThat(TABLE.predict(row.content(), SCRATCH).probabilities())
                    .containsExactly(TABLE.predict(row.content()).probabilities());
        }
    }

    @Test
    void longText_leavesTheScratchAsSmallAsItWas() {
        String text = "free money! ".repeat(Scratch.LONGEST);
        Scratch scratch = new Scratch();
        int features = scratch.features.length;
        assertThat(TWO_LABELS.predict(Samples.text(text), scratch).probabilities())
                .containsExactly(SlowScores.probabilities(TWO_LABELS, text));
        assertThat(scratch.features).hasSize(features);
        assertThat(scratch.ngrams.hashes().length).isLessThan(Scratch.LONGEST);
    }

    private static void agree(Classifier classifier, String text) {
        assertThat(classifier.predict(Samples.text(text), SCRATCH).probabilities())
                .containsExactly(SlowScores.probabilities(classifier, text));
    }

    private static List<Example> relabelled() {
        return IntStream.range(0, MAILS.size())
                .mapToObj(i -> Samples.example(
                        String.valueOf(i),
                        MAILS.get(i).content(),
                        i % 5 == 0 ? "other" : MAILS.get(i).label()))
                .toList();
    }

    @Provide
    Arbitrary<String> texts() {
        List<String> words = MAILS.stream()
                .limit(20)
                .flatMap(mail ->
                        Arrays.stream(((Content.Text) mail.content()).value().split(" ")))
                .collect(Collectors.toList());
        return Arbitraries.of(words).list().ofMaxSize(200).map(pieces -> String.join(" ", pieces));
    }
}
