package dev.millrace.train;

import dev.millrace.classifier.FitReport;
import dev.millrace.classifier.FitReport.CostTried;
import dev.millrace.document.ModelDefinition;
import dev.millrace.store.Mark;
import dev.millrace.store.Snapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How a version was made: enough to make it again, and to see from what. In JSON names, as the registry keeps it. */
final class Lineage {
    private Lineage() {}

    static Map<String, Object> of(
            ModelDefinition model,
            Snapshot snapshot,
            Fingerprint fingerprint,
            Candidate candidate,
            Optional<Integer> parent) {
        FitReport report = candidate.fitted().report();
        Map<String, Object> lineage = new LinkedHashMap<>();
        lineage.put("snapshot", snapshot(snapshot));
        lineage.put("rows", VersionMetrics.rows(candidate.examples()));
        lineage.put("rules", Fingerprint.rules());
        lineage.put("code_version", fingerprint.codeVersion());
        lineage.put("settings", ModelSettings.of(model));
        lineage.put("settings_hash", fingerprint.settingsHash());
        lineage.put("cost", report.cost());
        lineage.put(
                "costs_tried", report.costs().stream().map(Lineage::costTried).toList());
        lineage.put("features", report.features());
        lineage.put("parent", parent);
        lineage.put("trainer", new JsonText.Raw(report.trainerProvenance()));
        lineage.put("jdk", Runtime.version().toString());
        return lineage;
    }

    private static Map<String, Object> snapshot(Snapshot snapshot) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("hash", snapshot.hash());
        members.put("rows", snapshot.rows().size());
        members.put("marks", snapshot.marks().stream().map(Lineage::mark).toList());
        return members;
    }

    private static Map<String, Object> mark(Mark mark) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("generation", mark.generation());
        members.put("partition", mark.partition());
        members.put("first", mark.first());
        members.put("next", mark.next());
        return members;
    }

    private static Map<String, Object> costTried(CostTried tried) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("cost", tried.cost());
        members.put("log_loss", tried.logLoss());
        members.put("accuracy", tried.accuracy());
        return members;
    }
}
