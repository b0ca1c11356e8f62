package dev.millrace.predict;

import static dev.millrace.predict.SmallModels.SPAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.Content;
import dev.millrace.store.Database;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.Registry;
import dev.millrace.testkit.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SwapIT {
    private static final int SWAPS = 50;
    private static final int THREADS = 4;

    private final TestDatabase database = TestDatabase.fresh();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void fiftySwapsUnderManyPredictions_failNoneAndNeverGoBack() throws Exception {
        try (Database asTrain = database.open(DatabaseRole.TRAIN);
                Database asPredict = database.open(DatabaseRole.PREDICT);
                ExecutorService clients = Executors.newFixedThreadPool(THREADS)) {
            Registry registry = new Registry(asTrain);
            Reloader reloader = reloader(new Registry(asPredict));
            publishAndReload(registry, reloader);
            Predictor predictor = new Predictor(SmallModels.MODELS, reloader::loaded, () -> new UUID(0, 0));
            List<Future<List<Integer>>> seen = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                seen.add(clients.submit(client(predictor)));
            }
            for (int i = 0; i < SWAPS; i++) {
                publishAndReload(registry, reloader);
            }
            over.set(true);

            for (Future<List<Integer>> versions : seen) {
                assertThat(versions.get()).isSorted().hasSizeGreaterThan(1).endsWith(SWAPS + 1);
            }
        }
    }

    /** The versions that answered, each once in a row; fails when a prediction does. */
    private Callable<List<Integer>> client(Predictor predictor) {
        Question question = new Question("", Optional.empty(), new Content.Text("claim your free prize"), 0, false);
        return () -> {
            List<Integer> versions = new ArrayList<>();
            boolean last;
            do {
                last = over.get();
                PredictOutcome.Answered answered =
                        (PredictOutcome.Answered) predictor.predict(List.of(question, question));
                List<Integer> both = answered.all().stream()
                        .map(answer -> answer.version().version())
                        .distinct()
                        .toList();
                assertThat(both).as("one request, one version").hasSize(1);
                if (versions.isEmpty() || !versions.getLast().equals(both.getFirst())) {
                    versions.add(both.getFirst());
                }
            } while (!last);
            return versions;
        };
    }

    private static void publishAndReload(Registry registry, Reloader reloader) {
        SmallModels.publish(registry, SPAM);
        reloader.reload(Set.of(SPAM));
    }

    private Reloader reloader(Registry registry) {
        PredictSettings settings = new PredictSettings(
                database.settings(DatabaseRole.PREDICT), Duration.ofSeconds(2), Map.of(), 1L << 30, 1, 1, 1, 1);
        return new Reloader(
                SmallModels.MODELS,
                registry,
                settings,
                new HeldVersions(),
                new PredictMetrics(new SimpleMeterRegistry()),
                InstantSource.system());
    }
}
