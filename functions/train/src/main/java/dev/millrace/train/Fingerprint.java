package dev.millrace.train;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.classifier.ClassifierCodec;
import dev.millrace.classifier.Split;
import dev.millrace.document.ContentHash;
import dev.millrace.document.ModelDefinition;
import dev.millrace.store.TrainingRun;
import dev.millrace.store.VersionInfo;
import dev.millrace.text.TextCleaner;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that decides what a run makes: equal fingerprints give equal models and equal verdicts.
 *
 * @param settingsHash SHA-256 of the model's definition without its schedule, and of the frozen rules' versions
 */
record Fingerprint(String snapshotHash, String settingsHash, String codeVersion) {

    static Fingerprint of(String snapshotHash, ModelDefinition model, String codeVersion) {
        return new Fingerprint(
                snapshotHash, Sha256.of(JsonText.of(settings(model)).getBytes(UTF_8)), codeVersion);
    }

    /** Whether that run saw the same. */
    boolean matches(TrainingRun run) {
        return run.snapshotHash().equals(Optional.of(snapshotHash))
                && run.settingsHash().equals(Optional.of(settingsHash))
                && run.codeVersion().equals(Optional.of(codeVersion));
    }

    /** Whether that version was made of the same: its lineage names the hashes, which nothing else equals. */
    boolean made(VersionInfo version) {
        String lineage = version.lineageJson();
        return lineage.contains(snapshotHash)
                && lineage.contains(settingsHash)
                && lineage.contains('"' + codeVersion + '"');
    }

    private static Map<String, Object> settings(ModelDefinition model) {
        return new TreeMap<>(Map.of("model", ModelSettings.of(model), "versions", rules()));
    }

    /** Versions of the rules that turn documents into examples and examples into bytes. */
    static Map<String, Object> rules() {
        return new TreeMap<>(Map.of(
                "cleaner", TextCleaner.VERSION,
                "content_hash", ContentHash.VERSION,
                "format", ClassifierCodec.FORMAT,
                "split", Split.VERSION));
    }
}
