package dev.millrace.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.document.Content;
import dev.millrace.document.FeatureValue;
import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.document.TrainerSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassifierTrainerTest {
    private static final List<Example> MAILS = Samples.spam().subList(0, 600);

    @Test
    void sameExamplesInAnotherOrder_giveTheSameBytes() {
        List<Example> shuffled = new ArrayList<>(MAILS);
        Collections.shuffle(shuffled, new Random(7));
        assertThat(bytes(shuffled)).isEqualTo(bytes(MAILS));
    }

    @Test
    void otherNumberOfThreads_givesTheSameBytes() {
        byte[] one;
        byte[] four;
        try (ForkJoinPool single = new ForkJoinPool(1);
                ForkJoinPool many = new ForkJoinPool(4)) {
            one = single.submit(() -> bytes(MAILS)).join();
            four = many.submit(() -> bytes(MAILS)).join();
        }
        assertThat(four).isEqualTo(one);
    }

    @Test
    void oneMoreExample_givesOtherBytes() {
        assertThat(bytes(MAILS.subList(1, 600))).isNotEqualTo(bytes(MAILS));
    }

    @Test
    void oneLabelOnly_cannotBeTrainedOn() {
        List<Example> hams =
                MAILS.stream().filter(mail -> mail.label().equals("ham")).toList();
        assertThatThrownBy(() -> new ClassifierTrainer(Samples.SPAM).fit(hams))
                .isInstanceOf(UntrainableException.class)
                .hasMessage("All " + hams.size() + " documents of the training side have the label 'ham': at least two"
                        + " labels are needed.");
    }

    @Test
    void fewerRowsThanTwoAFold_cannotBeTrainedOn() {
        assertThatThrownBy(() -> new ClassifierTrainer(Samples.SPAM).fit(MAILS.subList(0, 9)))
                .isInstanceOf(UntrainableException.class)
                .hasMessage("The training side has 9 labelled documents: at least 10 are needed, two a fold.");
        assertThatThrownBy(() -> new ClassifierTrainer(Samples.SPAM).fit(List.of()))
                .isInstanceOf(UntrainableException.class);
    }

    @Test
    void sameContentOnly_cannotBeTrainedOn() {
        List<Example> same = IntStream.range(0, 20)
                .mapToObj(i -> Samples.example("d" + i, Samples.text("same"), i % 2 == 0 ? "a" : "b"))
                .toList();
        assertThatThrownBy(() -> new ClassifierTrainer(Samples.SPAM).fit(same))
                .isInstanceOf(UntrainableException.class)
                .hasMessageStartingWith("All 20 documents of the training side fall into one fold");
    }

    @Test
    void textsThatShareNoWord_cannotBeTrainedOn() {
        List<Example> strangers = IntStream.range(0, 20)
                .mapToObj(i ->
                        Samples.example("d" + i, Samples.text("日月火水木金土天地人山川田力車門雨風花鳥".substring(i, i + 1)), "l" + i % 2))
                .toList();
        assertThatThrownBy(() -> new ClassifierTrainer(Samples.SPAM).fit(strangers))
                .isInstanceOf(UntrainableException.class)
                .hasMessageStartingWith("No word occurs in at least 2 of the 20 texts");
    }

    @Test
    void labelThatOneExampleHas_isLearnedBesideTheOthers() {
        List<Example> examples = new ArrayList<>(MAILS.subList(0, 200));
        examples.add(Samples.example("rare", Samples.text("a single letter from the tax office"), "tax"));
        Classifier classifier =
                new ClassifierTrainer(Samples.SPAM).fit(examples).classifier();
        assertThat(classifier.labels()).containsExactly("ham", "spam", "tax");
        Prediction ham = classifier.predict(MAILS.getFirst().content());
        assertThat(ham.byLabel().get("tax")).isLessThan(0.1);
    }

    @Test
    void labelsThatMeanNothing_getProbabilitiesNearTheirShares() {
        Random coin = new Random(3);
        List<Example> examples = MAILS.stream()
                .map(mail -> new Example(mail.id(), mail.content(), coin.nextInt(4) == 0 ? "a" : "b", mail.hash()))
                .toList();
        Classifier classifier =
                new ClassifierTrainer(Samples.SPAM).fit(examples).classifier();
        Evaluation elsewhere = Evaluator.evaluate(
                classifier,
                Samples.spam().subList(600, 1200).stream()
                        .map(mail ->
                                new Example(mail.id(), mail.content(), coin.nextInt(4) == 0 ? "a" : "b", mail.hash()))
                        .toList());
        assertThat(elsewhere.logLoss()).isLessThan(0.62); // shares alone: 0.562
        assertThat(elsewhere.calibrationError()).isLessThan(0.1);
    }

    @Test
    void categoriesAndConstantColumns_areLearnedFrom() {
        Map<String, FeatureType> columns = new LinkedHashMap<>();
        columns.put("colour", FeatureType.CATEGORICAL);
        columns.put("constant", FeatureType.NUMERIC);
        columns.put("huge", FeatureType.NUMERIC);
        Random random = new Random(1);
        List<Example> fruit = IntStream.range(0, 100)
                .mapToObj(i -> Samples.example(
                        "f" + i,
                        row(i % 2 == 0 ? "red" : "green", 5, 1e300 * random.nextDouble()),
                        i % 2 == 0 ? "apple" : "pear"))
                .toList();
        Classifier classifier =
                new ClassifierTrainer(Samples.tableModel(columns)).fit(fruit).classifier();
        assertThat(classifier.predict(row("red", 5, 0)).label()).isEqualTo("apple");
        assertThat(classifier.predict(row("green", 1e9, -1e300)).label()).isEqualTo("pear");
        assertThat(classifier.predict(row("blue", 5, 5e299)).probabilities()[0]).isBetween(0.2, 0.8);
        assertThat(classifier
                        .explain(row("red", 5, 0))
                        .contributions()
                        .getFirst()
                        .feature())
                .isEqualTo("colour=red");
    }

    @Test
    void longerNgrams_areKnownToThePredictions() {
        Fitted fitted =
                new ClassifierTrainer(Samples.textModel(new TrainerSettings(List.of(10.0), 5, 3, 2, 1))).fit(MAILS);
        assertThat(fitted.classifier().explain(MAILS.getFirst().content()).contributions())
                .anyMatch(contribution -> contribution.feature().matches("[a-z]+ [a-z]+ [a-z]+"));
    }

    private static Content row(String colour, double constant, double huge) {
        return new Content.Features(Map.of(
                "colour", new FeatureValue.Categorical(colour),
                "constant", new FeatureValue.Numeric(constant),
                "huge", new FeatureValue.Numeric(huge)));
    }

    private static byte[] bytes(List<Example> examples) {
        return ClassifierCodec.write(
                new ClassifierTrainer(Samples.SPAM).fit(examples).classifier());
    }
}
