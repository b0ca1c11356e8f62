package dev.millrace.train;

import dev.millrace.classifier.ClassifierCodec;
import dev.millrace.classifier.ClassifierTrainer;
import dev.millrace.classifier.Evaluation;
import dev.millrace.classifier.Evaluator;
import dev.millrace.classifier.Fitted;
import dev.millrace.classifier.Gate;
import dev.millrace.classifier.GateVerdict;
import dev.millrace.classifier.UntrainableException;
import dev.millrace.document.ModelDefinition;
import dev.millrace.store.ChampionMovedException;
import dev.millrace.store.NewVersion;
import dev.millrace.store.Published;
import dev.millrace.store.Registry;
import dev.millrace.store.Snapshot;
import dev.millrace.store.Snapshots;
import dev.millrace.store.TrainingRuns;
import dev.millrace.store.VersionInfo;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Makes a model version of what the database holds now: snapshot, fit, evaluate, gate, publish. Whoever calls it holds the
 * model's lock. A failure of the database is thrown; all else that can be expected is a {@link TrainResult}.
 */
final class Trainer {
    /** Each is a matter of a second: a champion that moves in all of them is moved by a machine. */
    private static final int MOST_JUDGINGS = 3;

    private final Snapshots snapshots;
    private final Registry registry;
    private final TrainingRuns runs;
    private final String codeVersion;
    private final LongSupplier nanos;

    /** @param nanos for the seconds of the metrics, as {@code System::nanoTime} */
    Trainer(Snapshots snapshots, Registry registry, TrainingRuns runs, String codeVersion, LongSupplier nanos) {
        this.snapshots = snapshots;
        this.registry = registry;
        this.runs = runs;
        this.codeVersion = codeVersion;
        this.nanos = nanos;
    }

    /** @param trigger what asked for it, for the history of the alias */
    TrainResult train(ModelDefinition model, String trigger, Progress progress) {
        return new Training(model, trigger, progress).run();
    }

    /** One training: what it is about, so that the steps need not pass it on. */
    private final class Training {
        private final ModelDefinition model;
        private final String trigger;
        private final Progress progress;
        private final Stopwatch watch = new Stopwatch(nanos);

        Training(ModelDefinition model, String trigger, Progress progress) {
            this.model = model;
            this.trigger = trigger;
            this.progress = progress;
        }

        TrainResult run() {
            enter(Phase.SNAPSHOT);
            Room room = Room.of(model);
            Snapshot snapshot = snapshots.take(model.name(), room::add);
            Fingerprint fingerprint = Fingerprint.of(snapshot.hash(), model, codeVersion);
            Optional<String> same = sameAs(fingerprint);
            if (same.isPresent()) {
                return new TrainResult.Unchanged(
                        fingerprint, "nothing is new since " + same.get() + ": same documents, settings and code");
            }
            return switch (Champion.of(model.name(), registry)) {
                case Champion.Unreadable found -> failed(fingerprint, unreadable(found));
                case Champion.None none -> make(snapshot, fingerprint, none);
                case Champion.Live live -> make(snapshot, fingerprint, live);
            };
        }

        private TrainResult make(Snapshot snapshot, Fingerprint fingerprint, Champion champion) {
            enter(Phase.CLEAN);
            ExampleSet examples = ExampleSet.of(model, snapshot);
            if (examples.training().isEmpty() || examples.holdout().isEmpty()) {
                return failed(fingerprint, tooFew(examples));
            }
            try {
                Candidate candidate = candidate(examples);
                return settle(snapshot, fingerprint, candidate, champion);
            } catch (UntrainableException e) {
                return failed(fingerprint, String.valueOf(e.getMessage()));
            }
        }

        /** Judges until the champion of the test is the one of the commit: a win over another proves nothing. */
        private TrainResult settle(Snapshot snapshot, Fingerprint fingerprint, Candidate candidate, Champion first) {
            Champion champion = first;
            for (int judging = 1; judging <= MOST_JUDGINGS; judging++) {
                if (champion instanceof Champion.Unreadable found) {
                    return failed(fingerprint, unreadable(found));
                }
                try {
                    return judge(snapshot, fingerprint, candidate, champion);
                } catch (ChampionMovedException e) {
                    champion = Champion.of(model.name(), registry);
                }
            }
            return failed(
                    fingerprint,
                    "the champion was changed " + MOST_JUDGINGS
                            + " times while this run was judged against it: run again");
        }

        private Candidate candidate(ExampleSet examples) {
            enter(Phase.FIT);
            Fitted fitted = new ClassifierTrainer(model).fit(examples.training());
            enter(Phase.EVALUATE);
            Evaluation evaluation = Evaluator.evaluate(fitted.classifier(), examples.holdout());
            return new Candidate(examples, fitted, evaluation);
        }

        private TrainResult judge(Snapshot snapshot, Fingerprint fingerprint, Candidate candidate, Champion champion) {
            enter(Phase.GATE);
            GateVerdict verdict = verdict(candidate, champion);
            Map<String, Object> metrics = VersionMetrics.of(candidate, verdict, watch);
            enter(Phase.PUBLISH);
            NewVersion version = new NewVersion(
                    model.name(),
                    ClassifierCodec.write(candidate.fitted().classifier()),
                    verdict.promoted() ? VersionInfo.PUBLISHED : VersionInfo.REJECTED,
                    JsonText.of(metrics),
                    JsonText.of(Lineage.of(model, snapshot, fingerprint, candidate, champion.number())),
                    snapshot.marks(),
                    champion.number());
            return publish(version, verdict, fingerprint, metrics);
        }

        private GateVerdict verdict(Candidate candidate, Champion champion) {
            return new Gate(model)
                    .judge(
                            candidate.evaluation(),
                            candidate.fitted().classifier(),
                            champion.rival(),
                            candidate.examples().holdout(),
                            runs.looks(model.name()) + 1);
        }

        private TrainResult publish(
                NewVersion version, GateVerdict verdict, Fingerprint fingerprint, Map<String, Object> metrics) {
            String reasons = String.join(" ", verdict.reasons());
            Published published = registry.publish(version, verdict.promoted(), "train (" + trigger + ")", reasons);
            int number = published.version().version();
            TrainResult.Judged judged =
                    new TrainResult.Judged(number, metrics, verdict.test().isPresent());
            return verdict.promoted()
                    ? new TrainResult.Published(fingerprint, judged, "version " + number + " is champion: " + reasons)
                    : new TrainResult.Rejected(
                            fingerprint, judged, "version " + number + " is kept, the champion stays: " + reasons);
        }

        private void enter(Phase phase) {
            progress.enter(phase);
            watch.enter(phase);
        }

        private TrainResult failed(Fingerprint fingerprint, String message) {
            return new TrainResult.Failed(fingerprint, message);
        }

        /** The newest version counts beside the last run: a process may die between publishing it and ending its run. */
        private Optional<String> sameAs(Fingerprint fingerprint) {
            return runs.lastFinished(model.name())
                    .filter(fingerprint::matches)
                    .map(last -> "run " + last.id() + ", which ended " + last.state())
                    .or(() -> registry.versions(model.name()).stream()
                            .limit(1)
                            .filter(fingerprint::made)
                            .map(version -> "version " + version.version() + " was made")
                            .findFirst());
        }

        private String unreadable(Champion.Unreadable champion) {
            return "the champion, version " + champion.version() + ", cannot be read: " + champion.why()
                    + "; move the alias champion to a version that can, then train again";
        }

        private String tooFew(ExampleSet examples) {
            int rows = examples.training().size() + examples.holdout().size();
            String leftOut = examples.leftOut() == 0
                    ? ""
                    : " (" + examples.leftOut() + " more break the rules of the models file)";
            return "model '" + model.name() + "' has " + rows + " labelled documents to learn from" + leftOut + ", "
                    + examples.holdout().size() + " of them held out: send more different ones of each label to"
                    + " POST /ingest; a fifth of them is held out, and copies of one text all lie on one side";
        }
    }
}
