package dev.millrace.predict;

import dev.millrace.classifier.Classifier;
import dev.millrace.classifier.ClassifierCodec;
import dev.millrace.document.ModelDefinition;
import dev.millrace.store.Registry;
import dev.millrace.store.VersionInfo;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Brings a version from the registry into memory: fetches, checks, warms up. Blocks; off the request path only. */
final class ModelLoader {
    private final Registry registry;
    private final InstantSource clock;
    private final long memoryLimit;

    /** @param memoryLimit bytes; in memory no version is smaller than in the registry, so larger ones are not fetched */
    ModelLoader(Registry registry, InstantSource clock, long memoryLimit) {
        this.registry = registry;
        this.clock = clock;
        this.memoryLimit = memoryLimit;
    }

    /** Throws what the registry throws when the database does not answer: that says nothing about the version. */
    LoadOutcome load(ModelDefinition model, int version) {
        Optional<VersionInfo> info = registry.version(model.name(), version);
        if (info.isPresent() && info.get().bytes() > memoryLimit) {
            return new LoadOutcome.Refused("it has " + info.get().bytes() + " bytes, more than the " + memoryLimit
                    + " that all may take: raise millrace.predict.memory-limit");
        }
        Optional<byte[]> bytes = info.isEmpty() ? Optional.empty() : registry.bytes(model.name(), version);
        if (info.isEmpty() || bytes.isEmpty()) {
            return new LoadOutcome.Refused("it is not in the registry");
        }
        String found = sha256(bytes.get());
        if (!found.equals(info.get().sha256())) {
            return new LoadOutcome.Refused("its bytes have SHA-256 " + found + ", published were those with "
                    + info.get().sha256() + ": they were changed since");
        }
        return take(model, info.get(), bytes.get());
    }

    // Whatever fails here fails because of the version's bytes: they are at hand, and nothing else is asked.
    private LoadOutcome take(ModelDefinition model, VersionInfo info, byte[] bytes) {
        try {
            Classifier classifier = ClassifierCodec.read(bytes);
            Optional<String> misfit = misfit(model, classifier);
            if (misfit.isPresent()) {
                return new LoadOutcome.Refused(misfit.get());
            }
            WarmUp.run(classifier, model);
            return new LoadOutcome.Loaded(new LoadedVersion(
                    model.name(),
                    info.version(),
                    classifier,
                    bytes.length,
                    info.sha256(),
                    clock.instant(),
                    info.created(),
                    HoldoutFigures.of(info.metricsJson()),
                    new LabelCounts(classifier.labels()),
                    new InferenceStats()));
        } catch (RuntimeException e) {
            return new LoadOutcome.Refused("it cannot be used: " + e.getMessage());
        }
    }

    private static Optional<String> misfit(ModelDefinition model, Classifier classifier) {
        if (classifier.kind() != model.kind()) {
            return Optional.of("it reads " + word(classifier.kind()) + ", the models file says " + word(model.kind())
                    + ": train the model anew");
        }
        if (!classifier.columns().equals(model.features())) {
            return Optional.of("it was trained on the features " + classifier.columns() + ", the models file says "
                    + model.features() + ": train the model anew");
        }
        return Optional.empty();
    }

    private static String word(ModelDefinition.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
