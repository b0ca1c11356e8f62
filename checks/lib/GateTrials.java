package dev.millrace.train;

import dev.millrace.classifier.Side;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.runtime.ModelsFile;
import dev.millrace.store.TrainingRun;
import dev.millrace.train.GatePopulation.Flowers;
import dev.millrace.train.GatePopulation.Mails;
import dev.millrace.train.GatePopulation.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Trainings whose truth is known. Arguments: URL of a fresh database, folder of the samples, seed, then any number of
 * {@code STUDY:POPULATION:COUNT}. Prints a line of JSON for each verdict. Compiled into train's package, since it trains
 * as train does: documents in the database, a run, the gate, the registry.
 */
final class GateTrials {
    private static final int LOOKS = 20;
    private static final double TURNED = 0.3;
    private static final int HOLDOUT_ROWS = 500;
    private static final int TRUTH_ROWS = 10_000; // of mails all that are left

    private final GatePlant plant;
    private final ModelDefinition mailModel;
    private final ModelDefinition flowerModel;
    private final List<Subject> mails;
    private final List<Flowers.Species> species;
    private final long seed;

    private GateTrials(GatePlant plant, Path samples, long seed) throws IOException {
        this.plant = plant;
        this.seed = seed;
        Models models = ModelsFile.read(samples.resolve("models.yml"));
        mailModel = models.find(new ModelName("spam")).orElseThrow();
        flowerModel = models.find(new ModelName("iris")).orElseThrow();
        mails = Mails.read(samples.resolve("spam.jsonl.gz"), mailModel);
        species = Flowers.Species.read(samples.resolve("iris.jsonl.gz"), flowerModel);
    }

    public static void main(String[] args) throws Exception {
        try (GatePlant plant = new GatePlant(args[0])) {
            GateTrials trials = new GateTrials(plant, Path.of(args[1]), Long.parseLong(args[2]));
            for (int i = 3; i < args.length; i++) {
                String[] study = args[i].split(":");
                if (study[0].equals("cases")) {
                    trials.cases();
                    continue;
                }
                for (int trial = 0; trial < Integer.parseInt(study[2]); trial++) {
                    trials.new Trial(study[0], study[1], trial).run();
                }
            }
        }
    }

    private void cases() {
        Random random = new Random(seed);
        new GateCases(
                        plant,
                        mailModel,
                        flowerModel,
                        new Mails(mails, random),
                        new Flowers(species, random),
                        random)
                .run();
    }

    /** One model from its first version on, on documents of its own. */
    private final class Trial {
        private final String study;
        private final int number;
        private final Random random;
        private final GatePopulation population;
        private final ModelDefinition model;
        private final int size;
        private final List<Subject> holdout;

        Trial(String study, String of, int number) {
            this.study = study;
            this.number = number;
            this.random = new Random(31 * (31 * seed + (study + of).hashCode()) + number);
            int looks = study.equals("looks") ? LOOKS : 1;
            this.population = switch (of) {
                case "mails" -> new Mails(mails, random);
                case "flowers" -> new Flowers(species, random);
                case "mirrored" -> new GateMirrored(random, looks);
                default -> throw new IllegalArgumentException("no population " + of);
            };
            ModelDefinition like = of.equals("mails") ? mailModel : flowerModel;
            String name = study + "-" + of + "-" + number;
            this.model = of.equals("mirrored")
                    ? GatePlant.of(like, name, Set.of("heads", "tails"), GateMirrored.columns())
                    : GatePlant.named(like, name, false);
            this.size = switch (study) {
                case "looks" -> 150; // 21 times 150 of 3,767 mails
                case "more" -> of.equals("mails") ? 150 : 30;
                default -> of.equals("mails") ? 400 : 150;
            };
            this.holdout = population.draw(Side.HOLDOUT, HOLDOUT_ROWS);
        }

        void run() {
            plant.store(model, "held", holdout);
            switch (study) {
                case "equal" -> equal(1);
                case "copied" -> copied();
                case "looks" -> equal(LOOKS);
                case "more" -> more();
                case "mended" -> mended();
                case "flipped" -> flipped(holdout);
                case "poisoned" -> flipped(GateCases.flipped(holdout, TURNED, random));
                default -> throw new IllegalArgumentException("no study " + study);
            }
        }

        /** Candidates that learnt from as many other documents, all judged on one holdout. */
        private void equal(int looks) {
            List<Subject> learnt = population.draw(Side.TRAIN, size);
            champion(learnt);
            for (int look = 1; look <= looks; look++) {
                plant.store(model, "learnt", population.again(learnt, look));
                judge();
            }
        }

        /** As equal, with one of the held out contents a thousand times more. */
        private void copied() {
            plant.store(model, "copy", Collections.nCopies(1_000, population.draw(Side.HOLDOUT, 1).getFirst()));
            equal(1);
        }

        /** A candidate that learnt from four times as many. */
        private void more() {
            champion(population.draw(Side.TRAIN, size));
            plant.store(model, "more", population.draw(Side.TRAIN, 3 * size));
            judge();
        }

        /** A champion that learnt from labels of which one in five was wrong, and a candidate after their mending. */
        private void mended() {
            List<Subject> learnt = population.draw(Side.TRAIN, size);
            champion(GateCases.flipped(learnt, 0.2, random));
            plant.store(model, "learnt", learnt);
            judge();
        }

        /** A candidate that learnt from labels of which 30 % were turned, after a champion that did not. */
        private void flipped(List<Subject> heldNow) {
            List<Subject> learnt = population.draw(Side.TRAIN, size);
            champion(learnt);
            plant.store(model, "learnt", GateCases.flipped(learnt, TURNED, random));
            plant.store(model, "held", heldNow);
            judge();
        }

        private void champion(List<Subject> learnt) {
            plant.store(model, "learnt", learnt);
            TrainingRun run = plant.train(model);
            if (!run.state().equals(TrainingRun.PUBLISHED)) {
                throw new IllegalStateException("no champion: " + run.message().orElse(""));
            }
        }

        private void judge() {
            int champion = plant.champion(model).orElseThrow();
            TrainingRun run = plant.train(model);
            List<Subject> truth = population.reserve(TRUTH_ROWS);
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("study", study);
            line.put("population", population.name());
            line.put("trial", number);
            line.put("state", run.state());
            line.put("message", run.message().orElse(""));
            run.version().ifPresent(version -> {
                line.put("gain", plant.loss(model, champion, truth) - plant.loss(model, version, truth));
                line.put("truth_rows", truth.size());
            });
            IO.println(JsonText.of(line));
        }
    }
}
