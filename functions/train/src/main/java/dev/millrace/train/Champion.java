package dev.millrace.train;

import dev.millrace.classifier.Classifier;
import dev.millrace.classifier.ClassifierCodec;
import dev.millrace.classifier.CorruptModelException;
import dev.millrace.document.ModelName;
import dev.millrace.store.AliasChange;
import dev.millrace.store.Registry;
import dev.millrace.store.VersionInfo;
import java.util.Optional;

/** The version that a candidate is judged against. */
sealed interface Champion {

    /** The model has none yet. */
    record None() implements Champion {}

    record Live(int version, Classifier classifier) implements Champion {}

    /** There is one, and it cannot be judged against; it must not be mistaken for none. */
    record Unreadable(int version, String why) implements Champion {}

    static Champion of(ModelName model, Registry registry) {
        Optional<Integer> version = Optional.ofNullable(registry.aliases(model).get(AliasChange.CHAMPION));
        return version.isEmpty() ? new None() : load(model, version.get(), registry);
    }

    default Optional<Integer> number() {
        return switch (this) {
            case None none -> Optional.empty();
            case Live live -> Optional.of(live.version());
            case Unreadable unreadable -> Optional.of(unreadable.version());
        };
    }

    /** What a candidate is judged against. */
    default Optional<Classifier> rival() {
        return this instanceof Live live ? Optional.of(live.classifier) : Optional.empty();
    }

    private static Champion load(ModelName model, int version, Registry registry) {
        Optional<VersionInfo> info = registry.version(model, version);
        Optional<byte[]> bytes = registry.bytes(model, version);
        if (info.isEmpty() || bytes.isEmpty()) {
            return new Unreadable(version, "the registry has no bytes of it");
        }
        String found = Sha256.of(bytes.get());
        if (!found.equals(info.get().sha256())) {
            return new Unreadable(
                    version,
                    "its bytes have SHA-256 " + found + ", published was "
                            + info.get().sha256());
        }
        try {
            return new Live(version, ClassifierCodec.read(bytes.get()));
        } catch (CorruptModelException e) {
            return new Unreadable(version, String.valueOf(e.getMessage()));
        }
    }
}
