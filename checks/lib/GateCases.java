package dev.millrace.train;

import dev.millrace.classifier.Side;
import dev.millrace.document.ModelDefinition;
import dev.millrace.store.TrainingRun;
import dev.millrace.train.GatePopulation.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Snapshots that nobody should train on, each with the shipped settings; prints how each training ended, and why. */
final class GateCases {
    private final GatePlant plant;
    private final ModelDefinition mailModel;
    private final ModelDefinition flowerModel;
    private final GatePopulation mails;
    private final GatePopulation flowers;
    private final Random random;
    private int cases;

    GateCases(
            GatePlant plant,
            ModelDefinition mailModel,
            ModelDefinition flowerModel,
            GatePopulation mails,
            GatePopulation flowers,
            Random random) {
        this.plant = plant;
        this.mailModel = mailModel;
        this.flowerModel = flowerModel;
        this.mails = mails;
        this.flowers = flowers;
        this.random = random;
    }

    void run() {
        List<Subject> learnt = mails.draw(Side.TRAIN, 800);
        List<Subject> held = mails.draw(Side.HOLDOUT, 250);
        ModelDefinition spam = champion(mailModel, learnt, held);
        UnaryOperator<List<Subject>> flip = subjects -> flipped(subjects, 0.3, random);
        retrain(spam, "30 % of the training side's labels turned", flip.apply(learnt), held);
        retrain(spam, "30 % of all labels turned", flip.apply(learnt), flip.apply(held));
        retrain(spam, "every second spam called ham", halfHam(learnt), halfHam(held));
        retrain(spam, "every mail called ham", all(learnt, "ham"), all(held, "ham"));

        learnt = flowers.draw(Side.TRAIN, 200);
        held = flowers.draw(Side.HOLDOUT, 100);
        ModelDefinition iris = champion(flowerModel, learnt, held);
        retrain(iris, "every versicolor called virginica", noVersicolor(learnt), noVersicolor(held));

        begin("six mails", mails.draw(Side.TRAIN, 5), mails.draw(Side.HOLDOUT, 1));
        begin("forty mails", mails.draw(Side.TRAIN, 34), mails.draw(Side.HOLDOUT, 6));
        begin("no mail", List.of(), List.of());
        List<Subject> few = mails.draw(Side.TRAIN, 40);
        begin("copies of two mails of one side", copied(two(few), 200), List.of());
        List<Subject> heldTwo = two(mails.draw(Side.HOLDOUT, 60));
        begin("copies of forty mails, and of two held out", copied(few, 10), copied(heldTwo, 50));
    }

    private ModelDefinition champion(ModelDefinition like, List<Subject> learnt, List<Subject> held) {
        ModelDefinition model = GatePlant.named(like, "case-" + cases++, true);
        store(model, learnt, held);
        TrainingRun run = plant.train(model);
        if (!run.state().equals(TrainingRun.PUBLISHED)) {
            throw new IllegalStateException("no champion: " + run.message().orElse(""));
        }
        return model;
    }

    private void begin(String what, List<Subject> learnt, List<Subject> held) {
        ModelDefinition model = GatePlant.named(mailModel, "case-" + cases++, true);
        retrain(model, what, learnt, held);
    }

    private void retrain(ModelDefinition model, String what, List<Subject> learnt, List<Subject> held) {
        store(model, learnt, held);
        var before = plant.champion(model);
        TrainingRun run = plant.train(model);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("study", "case");
        line.put("case", what);
        line.put("state", run.state());
        line.put("message", run.message().orElse(""));
        line.put("champion_stays", plant.champion(model).equals(before));
        IO.println(JsonText.of(line));
    }

    private void store(ModelDefinition model, List<Subject> learnt, List<Subject> held) {
        plant.store(model, "learnt", learnt);
        plant.store(model, "held", held);
    }

    /** Each label becomes one of the others with that chance. */
    static List<Subject> flipped(List<Subject> subjects, double share, Random random) {
        List<String> labels =
                subjects.stream().map(Subject::label).distinct().sorted().toList();
        List<Subject> flipped = new ArrayList<>();
        for (Subject subject : subjects) {
            List<String> others = new ArrayList<>(labels);
            others.remove(subject.label());
            Collections.shuffle(others, random);
            flipped.add(random.nextDouble() < share ? subject.labelled(others.getFirst()) : subject);
        }
        return flipped;
    }

    private List<Subject> halfHam(List<Subject> subjects) {
        return subjects.stream()
                .map(subject -> random.nextBoolean() ? subject.labelled("ham") : subject)
                .toList();
    }

    private static List<Subject> all(List<Subject> subjects, String label) {
        return subjects.stream().map(subject -> subject.labelled(label)).toList();
    }

    private static List<Subject> noVersicolor(List<Subject> subjects) {
        return subjects.stream()
                .map(subject -> subject.label().equals("versicolor") ? subject.labelled("virginica") : subject)
                .toList();
    }

    /** One of each label. */
    private static List<Subject> two(List<Subject> subjects) {
        Map<String, Subject> byLabel = new LinkedHashMap<>();
        subjects.forEach(subject -> byLabel.putIfAbsent(subject.label(), subject));
        return List.copyOf(byLabel.values());
    }

    private static List<Subject> copied(List<Subject> subjects, int times) {
        return Collections.nCopies(times, subjects).stream().flatMap(List::stream).toList();
    }
}
