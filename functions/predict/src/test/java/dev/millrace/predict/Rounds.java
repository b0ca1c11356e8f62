package dev.millrace.predict;

import static dev.millrace.predict.SmallModels.IRIS;
import static dev.millrace.predict.SmallModels.SPAM;

import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelDefinition.FeatureType;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.store.Database;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.Registry;
import dev.millrace.testkit.TestDatabase;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A registry with a database of its own, and reloaders that go round when they are told to. */
final class Rounds implements AutoCloseable {
    static final long PLENTY = 1L << 30;

    final SettableClock clock = new SettableClock();
    final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final HeldVersions held = new HeldVersions();
    final Registry registry;
    private final TestDatabase database = TestDatabase.fresh();
    private final Database asTrain = database.open(DatabaseRole.TRAIN);
    private final Database asPredict = database.open(DatabaseRole.PREDICT);

    Rounds() {
        registry = new Registry(asTrain);
    }

    void publish(ModelName model) {
        SmallModels.publish(registry, model);
    }

    void publishBroken() {
        SmallModels.publishBroken(registry);
    }

    /** Changes what the registry keeps from changing, as a failing disk does. */
    void damage(String sql) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(database.url(), database.ownerUser(), database.ownerPassword());
                var statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            statement.execute("ALTER TABLE model_version DROP CONSTRAINT IF EXISTS model_version_sha256_matches");
            statement.execute(sql);
        }
    }

    static Optional<Integer> serving(Reloader reloader) {
        return reloader.loaded().of(SPAM).serving().map(LoadedVersion::version);
    }

    Reloader reloader(Map<ModelName, Integer> pins, long memoryLimit) {
        return reloader(SmallModels.MODELS, pins, memoryLimit);
    }

    Reloader reloader(Models models, Map<ModelName, Integer> pins, long memoryLimit) {
        PredictSettings settings = new PredictSettings(
                database.settings(DatabaseRole.PREDICT), Duration.ofSeconds(2), pins, memoryLimit, 1, 1, 1, 1);
        return new Reloader(models, new Registry(asPredict), settings, held, new PredictMetrics(meters), clock);
    }

    static Models irisWith(Map<String, FeatureType> features) {
        ModelDefinition iris = SmallModels.definition(IRIS);
        return new Models(List.of(new ModelDefinition(
                iris.name(),
                iris.kind(),
                iris.byDefault(),
                iris.labels(),
                features,
                iris.textLimit(),
                iris.trainer(),
                iris.schedule(),
                iris.gate())));
    }

    @Override
    public void close() {
        asTrain.close();
        asPredict.close();
    }
}
