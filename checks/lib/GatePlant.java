package dev.millrace.train;

import dev.millrace.classifier.Classifier;
import dev.millrace.classifier.ClassifierCodec;
import dev.millrace.document.Content;
import dev.millrace.document.Document;
import dev.millrace.document.DocumentCodec;
import dev.millrace.document.DocumentId;
import dev.millrace.document.GateSettings;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.document.Place;
import dev.millrace.document.TrainerSettings;
import dev.millrace.runtime.Tracing;
import dev.millrace.store.AliasChange;
import dev.millrace.store.Batch;
import dev.millrace.store.Commit;
import dev.millrace.store.Database;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.DatabaseSettings;
import dev.millrace.store.DocumentStore;
import dev.millrace.store.Registry;
import dev.millrace.store.RunLock;
import dev.millrace.store.Snapshots;
import dev.millrace.store.StoredDocument;
import dev.millrace.store.Topics;
import dev.millrace.store.TrainingRun;
import dev.millrace.store.TrainingRuns;
import dev.millrace.text.TextCleaner;
import dev.millrace.train.GatePopulation.Subject;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What train does, without its HTTP, and the documents as clean leaves them: all on a real database. */
final class GatePlant implements AutoCloseable {
    /** Of a trial's training. */
    static final int FOLDS = 3;

    private final Database asClean;
    private final Database asTrain;
    private final DocumentStore store;
    private final Workshop workshop = new Workshop(1, 1);
    private final Runs runs;
    final Registry registry;
    private long next;

    GatePlant(String url) {
        asClean = open(url, DatabaseRole.CLEAN);
        asTrain = open(url, DatabaseRole.TRAIN);
        store = new DocumentStore(asClean);
        registry = new Registry(asTrain);
        new Topics(asClean).begin(0, "trials", 1, Map.of(0, 0L), "trials of the gate");
        TrainingRuns table = new TrainingRuns(asTrain);
        RunWatch watch = new RunWatch(workshop);
        Trainer trainer = new Trainer(new Snapshots(asTrain), registry, table, "trials", System::nanoTime);
        RunMeters meters = new RunMeters(new SimpleMeterRegistry(), new Models(List.of()));
        RunExecution execution =
                new RunExecution(trainer, table, watch, meters, Tracing.off().tracer(), System::nanoTime);
        runs = new Runs(table, new RunLock(asTrain), execution, meters, watch, workshop);
    }

    private static Database open(String url, DatabaseRole role) {
        return Database.open(new DatabaseSettings(url, role.user(), "check-" + role.user(), 2), null);
    }

    /**
     * A model of its own. For a trial, not as shipped: without floors but that of the documents a label, so that the
     * paired test decides, and with one cost and three folds, which is quicker.
     */
    static ModelDefinition named(ModelDefinition like, String name, boolean shipped) {
        return shipped
                ? of(like, name, like.labels(), like.features(), like.trainer(), like.gate())
                : of(like, name, like.labels(), like.features());
    }

    /** As for a trial, with other labels and features. */
    static ModelDefinition of(
            ModelDefinition like, String name, Set<String> labels, Map<String, FeatureType> features) {
        GateSettings gate = like.gate();
        GateSettings test = new GateSettings(
                gate.promote(),
                gate.level(),
                gate.margin(),
                gate.minHoldoutPerLabel(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        return of(like, name, labels, features, new TrainerSettings(List.of(300.0), FOLDS, 1, 2, 1), test);
    }

    private static ModelDefinition of(
            ModelDefinition like,
            String name,
            Set<String> labels,
            Map<String, FeatureType> features,
            TrainerSettings trainer,
            GateSettings gate) {
        return new ModelDefinition(
                new ModelName(name),
                like.kind(),
                false,
                labels,
                features,
                like.textLimit(),
                trainer,
                Optional.empty(),
                gate);
    }

    /** Stores them under the ids {@code prefix-0} and so on: what was there under such an id is superseded. */
    void store(ModelDefinition model, String prefix, List<Subject> subjects) {
        List<StoredDocument> rows = new ArrayList<>();
        for (Subject subject : subjects) {
            rows.add(row(model, new DocumentId(prefix + "-" + rows.size()), subject, next + rows.size()));
        }
        Commit commit = store.commit(new Batch(1, 0, next, next + rows.size(), rows, List.of(), Optional.empty()));
        if (!(commit instanceof Commit.Done)) {
            throw new IllegalStateException("not stored: " + commit);
        }
        next += rows.size();
    }

    private static StoredDocument row(ModelDefinition model, DocumentId id, Subject subject, long offset) {
        Document document = new Document(
                id, model.name(), subject.received(), Optional.of(subject.label()), Optional.empty());
        return new StoredDocument(
                new Place(1, 0, offset),
                Optional.empty(),
                id,
                model.name(),
                DocumentCodec.writeWire(document),
                subject.cleaned() instanceof Content.Text text ? Optional.of(text.value()) : Optional.empty(),
                TextCleaner.VERSION,
                Optional.of(subject.hash()),
                Optional.of(subject.label()),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    TrainingRun train(ModelDefinition model) {
        if (runs.start(model, "trial") instanceof Start.Begun begun) {
            return begun.end().join();
        }
        throw new IllegalStateException("no run of " + model.name() + " began");
    }

    Optional<Integer> champion(ModelDefinition model) {
        return Optional.ofNullable(registry.aliases(model.name()).get(AliasChange.CHAMPION));
    }

    /** Mean log loss of a version on rows that it never saw. */
    double loss(ModelDefinition model, int version, List<Subject> rows) {
        Classifier classifier =
                ClassifierCodec.read(registry.bytes(model.name(), version).orElseThrow());
        return rows.stream()
                .mapToDouble(row -> {
                    var answer = classifier.predict(row.cleaned());
                    int own = answer.labels().indexOf(row.label());
                    return -Math.log(Math.max(own < 0 ? 0 : answer.probabilities()[own], 1e-15));
                })
                .average()
                .orElseThrow();
    }

    @Override
    public void close() throws InterruptedException {
        workshop.close(Duration.ofSeconds(10));
        asTrain.close();
        asClean.close();
    }
}
