package dev.millrace.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.Document;
import dev.millrace.document.ModelDefinition;
import dev.millrace.store.AliasChange;
import dev.millrace.store.NewVersion;
import dev.millrace.store.TrainingRun;
import dev.millrace.store.VersionInfo;
import dev.millrace.testkit.SampleDocuments;
import dev.millrace.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainerIT {
    private static final ModelDefinition IRIS = Bench.IRIS;

    private final TestDatabase database = TestDatabase.fresh();
    private final Stock stock = new Stock(database);
    private final Bench bench = new Bench(database);

    @AfterEach
    void close() {
        bench.close();
        stock.close();
    }

    @Test
    void firstTraining_publishesTheChampion() {
        stock.add(SampleDocuments.iris());

        TrainingRun run = bench.train(IRIS);

        assertThat(run.message().orElse("")).contains("version 1 is champion");
        assertThat(run.state()).isEqualTo(TrainingRun.PUBLISHED);
        assertThat(run.version()).contains(1);
        assertThat(bench.registry.aliases(IRIS.name())).isEqualTo(Map.of(AliasChange.CHAMPION, 1));
        assertThat(bench.registry.history(IRIS.name()).getFirst().by()).isEqualTo("train (test)");
    }

    @Test
    void version_saysHowItWasMadeAndHowGoodItIs() {
        stock.add(SampleDocuments.iris());
        bench.train(IRIS);

        VersionInfo version = bench.registry.version(IRIS.name(), 1).orElseThrow();

        assertThat(version.lineageJson())
                .contains("\"marks\"", "\"settings\"", "\"costs_tried\"", "\"code_version\": \"test\"", "\"trainer\"")
                .contains(bench.table
                        .recent(IRIS.name(), 1)
                        .getFirst()
                        .snapshotHash()
                        .orElseThrow());
        assertThat(version.metricsJson())
                .contains("\"accuracy\"", "\"log_loss\"", "\"confusion\"", "\"cross_validation\"", "\"train_seconds\"");
    }

    @Test
    void nothingNew_endsUnchangedWithoutVersion() {
        stock.add(SampleDocuments.iris());
        bench.train(IRIS);

        assertThat(bench.train(IRIS).state()).isEqualTo(TrainingRun.UNCHANGED);
        assertThat(bench.train(IRIS).state()).isEqualTo(TrainingRun.UNCHANGED);

        assertThat(bench.registry.versions(IRIS.name())).hasSize(1);
        assertThat(bench.table.looks(IRIS.name())).isZero();
    }

    @Test
    void nothingNewAfterRunThatDiedHavingPublished_endsUnchanged() {
        stock.add(SampleDocuments.iris());
        bench.trainer.train(IRIS, "died before its run was ended", phase -> {});

        assertThat(bench.train(IRIS).state()).isEqualTo(TrainingRun.UNCHANGED);
    }

    @Test
    void sameSnapshot_givesSameBytes() {
        stock.add(SampleDocuments.iris());
        bench.train(IRIS);
        TrainingRun second = bench.train(Bench.withLevel(IRIS, 0.01));

        assertThat(second.version()).contains(2);
        List<VersionInfo> versions = bench.registry.versions(IRIS.name());
        assertThat(versions.get(0).sha256()).isEqualTo(versions.get(1).sha256());
    }

    @Test
    void shuffledLabels_areRejectedAndTheChampionStays() {
        stock.add(SampleDocuments.iris());
        bench.train(IRIS);
        stock.add(shuffled(SampleDocuments.iris()));

        TrainingRun run = bench.train(IRIS);

        assertThat(run.state()).isEqualTo(TrainingRun.REJECTED);
        assertThat(run.message().orElse("")).contains("the champion stays");
        assertThat(bench.registry.aliases(IRIS.name())).isEqualTo(Map.of(AliasChange.CHAMPION, 1));
        VersionInfo kept = bench.registry.version(IRIS.name(), 2).orElseThrow();
        assertThat(kept.status()).isEqualTo(VersionInfo.REJECTED);
        assertThat(kept.parent()).contains(1);
    }

    @Test
    void rejectedVersion_isALook() {
        stock.add(SampleDocuments.iris());
        bench.train(IRIS);

        bench.train(Bench.withLevel(IRIS, 0.04)); // the same classifier: no gain

        assertThat(bench.table.looks(IRIS.name())).isEqualTo(1);
    }

    @Test
    void noDocument_failsSayingWhatToSend() {
        TrainingRun run = bench.train(IRIS);

        assertThat(run.state()).isEqualTo(TrainingRun.FAILED);
        assertThat(run.message().orElse("")).contains("0 labelled documents").contains("POST /ingest");
    }

    @Test
    void oneLabelOnly_failsSayingSo() {
        stock.add(SampleDocuments.iris().stream()
                .filter(document -> document.label().equals(Optional.of("setosa")))
                .toList());

        TrainingRun run = bench.train(IRIS);

        assertThat(run.state()).isEqualTo(TrainingRun.FAILED);
        assertThat(run.message().orElse("")).contains("label");
        assertThat(bench.registry.versions(IRIS.name())).isEmpty();
    }

    @Test
    void championThatCannotBeRead_failsTheRunInsteadOfCountingAsNone() {
        stock.add(SampleDocuments.iris());
        bench.registry.publish(
                new NewVersion(
                        IRIS.name(),
                        new byte[] {1, 2, 3},
                        VersionInfo.PUBLISHED,
                        "{}",
                        "{}",
                        List.of(),
                        Optional.empty()),
                true,
                "a test",
                "no model at all");

        TrainingRun run = bench.train(IRIS);

        assertThat(run.state()).isEqualTo(TrainingRun.FAILED);
        assertThat(run.message().orElse("")).contains("the champion, version 1, cannot be read");
    }

    @Test
    void championMovedBetweenGateAndPublish_isJudgedAgainAgainstTheNewOne() {
        stock.add(SampleDocuments.iris());
        bench.train(IRIS);
        bench.train(Bench.withLevel(IRIS, 0.04));

        TrainResult result = bench.trainer.train(Bench.withLevel(IRIS, 0.03), "test", phase -> {
            if (phase == Phase.PUBLISH) {
                bench.registry.moveAlias(IRIS.name(), AliasChange.CHAMPION, 2, "a test", "in between");
            }
        });

        assertThat(result).isInstanceOf(TrainResult.Rejected.class);
        assertThat(result.message()).startsWith("version 3 is kept").contains("look 1");
        assertThat(bench.registry.version(IRIS.name(), 3).orElseThrow().parent())
                .contains(2);
    }

    @Test
    void championThatMovesWheneverItIsJudgedAgainst_failsTheRun() {
        stock.add(SampleDocuments.iris());
        bench.train(IRIS);
        bench.train(Bench.withLevel(IRIS, 0.04));
        bench.registry.moveAlias(IRIS.name(), AliasChange.CHAMPION, 2, "a test", "so that there is a previous");

        TrainResult result = bench.trainer.train(Bench.withLevel(IRIS, 0.03), "test", phase -> {
            if (phase == Phase.PUBLISH) {
                bench.registry.rollback(IRIS.name(), "a test", "in between");
            }
        });

        assertThat(result).isInstanceOf(TrainResult.Failed.class);
        assertThat(result.message()).contains("the champion was changed 3 times");
        assertThat(bench.registry.versions(IRIS.name())).hasSize(2);
    }

    private static List<Document> shuffled(List<Document> documents) {
        List<Optional<String>> labels =
                new ArrayList<>(documents.stream().map(Document::label).toList());
        Collections.shuffle(labels, new Random(1));
        List<Document> shuffled = new ArrayList<>();
        for (Document document : documents) {
            shuffled.add(new Document(
                    document.id(),
                    document.model(),
                    document.content(),
                    labels.get(shuffled.size()),
                    document.source()));
        }
        return shuffled;
    }
}
