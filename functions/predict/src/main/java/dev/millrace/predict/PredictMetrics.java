package dev.millrace.predict;

import dev.millrace.document.ModelName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What a replica shows of its models. Series that name a version live as long as the version is loaded (or, for failures,
 * wanted), so their number is bounded. For the reloading thread alone.
 *
 * <ul>
 *   <li>{@code ml_predictions_total{model,model_version,label}}: answers by the label they gave
 *   <li>{@code ml_model_accuracy{model,model_version}}: on the holdout, as the gate saw it; and so
 *       {@code millrace_model_macro_f1}, {@code _log_loss} and {@code _calibration_error}
 *   <li>{@code millrace_model_created_timestamp_seconds{model,model_version}}: when train made it, since 1970
 *   <li>{@code millrace_model_loaded_version{model}}: the version that answers; 0: none
 *   <li>{@code millrace_model_champion_version{model}}: the one that should: the replica's pin, else the champion; 0: none
 *   <li>{@code millrace_model_reloads_total{model}}: how often that changed
 *   <li>{@code millrace_model_load_seconds{model}}: from the registry to warm
 *   <li>{@code millrace_model_load_failures_total{model,model_version}}: alert when it rises
 * </ul>
 */
final class PredictMetrics {
    private static final double MILLIS = 1000;

    private final MeterRegistry meters;
    private final Map<ModelName, Long> serving = new ConcurrentHashMap<>();
    private final Map<ModelName, Long> wanted = new ConcurrentHashMap<>();
    private final Map<LoadedVersion, List<Meter>> ofLoaded = new HashMap<>();
    private final Map<Version, Counter> failures = new HashMap<>();

    private record Version(ModelName model, int version) {}

    PredictMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void loaded(LoadedVersion version, Duration took) {
        Timer.builder("millrace.model.load")
                .description("from the registry to warm")
                .tag("model", version.model().value())
                .register(meters)
                .record(took);
    }

    void failed(ModelName model, LoadFailure failure) {
        failures.computeIfAbsent(
                        new Version(model, failure.version()),
                        key -> Counter.builder("millrace.model.load.failures")
                                .description("versions that did not load")
                                .tags(tags(model, failure.version()))
                                .register(meters))
                .increment();
    }

    /** Brings the series in line with what is loaded now. */
    void show(LoadedModels now) {
        now.models().values().forEach(this::showServing);
        Set<LoadedVersion> loaded = new HashSet<>();
        Set<Version> wanted = new HashSet<>();
        for (ServedModel model : now.models().values()) {
            model.loaded().forEach(loaded::add);
            model.aliases()
                    .all()
                    .forEach(v -> wanted.add(new Version(model.definition().name(), v)));
        }
        removeExcept(loaded, wanted);
        loaded.forEach(version -> ofLoaded.computeIfAbsent(version, this::register));
    }

    private void showServing(ServedModel model) {
        ModelName name = model.definition().name();
        long version = model.serving().map(LoadedVersion::version).orElse(0);
        Long before = serving.put(name, version);
        wanted.put(name, model.aliases().wanted().map(Long::valueOf).orElse(0L));
        if (before == null) {
            Gauge.builder("millrace.model.champion.version", wanted, map -> map.getOrDefault(name, 0L))
                    .description("the version that should answer: the replica's pin, else the champion; 0: none")
                    .tag("model", name.value())
                    .register(meters);
            Gauge.builder("millrace.model.loaded.version", serving, map -> map.getOrDefault(name, 0L))
                    .description("the version that answers; 0: none")
                    .tag("model", name.value())
                    .register(meters);
        }
        Counter reloads = Counter.builder("millrace.model.reloads")
                .description("how often the version that answers changed")
                .tag("model", name.value())
                .register(meters);
        if (version != 0 && (before == null || before != version)) {
            reloads.increment();
        }
    }

    private void removeExcept(Set<LoadedVersion> loaded, Set<Version> wanted) {
        ofLoaded.entrySet().removeIf(entry -> {
            boolean gone = !loaded.contains(entry.getKey());
            if (gone) {
                entry.getValue().forEach(meters::remove);
            }
            return gone;
        });
        failures.entrySet().removeIf(entry -> {
            boolean gone = !wanted.contains(entry.getKey());
            if (gone) {
                meters.remove(entry.getValue());
            }
            return gone;
        });
    }

    private List<Meter> register(LoadedVersion version) {
        List<Meter> registered = new ArrayList<>();
        LabelCounts counts = version.counts();
        for (int i = 0; i < counts.labels().size(); i++) {
            int label = i;
            registered.add(FunctionCounter.builder("ml.predictions", counts, c -> c.sum(label))
                    .description("answers by the label they gave")
                    .tags(tags(version.model(), version.version()))
                    .tag("label", counts.labels().get(label))
                    .register(meters));
        }
        HoldoutFigures holdout = version.holdout();
        OptionalDouble created = OptionalDouble.of(version.created().toEpochMilli() / MILLIS);
        Stream.of(
                        figure(
                                version,
                                "ml.model.accuracy",
                                "accuracy on the holdout; no feedback goes into it",
                                holdout.accuracy()),
                        figure(
                                version,
                                "millrace.model.macro.f1",
                                "macro-averaged F1 on the holdout",
                                holdout.macroF1()),
                        figure(version, "millrace.model.log.loss", "log loss on the holdout", holdout.logLoss()),
                        figure(
                                version,
                                "millrace.model.calibration.error",
                                "calibration error on the holdout, in 10 bins",
                                holdout.calibrationError()),
                        figure(
                                version,
                                "millrace.model.created.timestamp.seconds",
                                "when train made it, since 1970",
                                created))
                .flatMap(Optional::stream)
                .forEach(registered::add);
        return registered;
    }

    private Optional<Meter> figure(LoadedVersion version, String name, String description, OptionalDouble figure) {
        return figure.isEmpty()
                ? Optional.empty()
                : Optional.of(Gauge.builder(name, figure::getAsDouble)
                        .description(description)
                        .tags(tags(version.model(), version.version()))
                        .register(meters));
    }

    private static Tags tags(ModelName model, int version) {
        return Tags.of("model", model.value(), "model_version", Integer.toString(version));
    }
}
