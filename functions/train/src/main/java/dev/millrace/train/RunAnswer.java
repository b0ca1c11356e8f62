package dev.millrace.train;

import dev.millrace.store.TrainingRun;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A run in answers. */
final class RunAnswer {
    private RunAnswer() {}

    static Map<String, Object> of(TrainingRun run, Optional<Phase> phase) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", run.id().toString());
        answer.put("model", run.model().value());
        answer.put("trigger", run.trigger());
        answer.put("state", run.state());
        if (run.state().equals(TrainingRun.RUNNING)) {
            phase.ifPresent(now -> answer.put("phase", now.word()));
        }
        answer.put("started", run.started().toString());
        run.ended().ifPresent(ended -> answer.put("ended", ended.toString()));
        run.version().ifPresent(version -> answer.put("version", version));
        run.message().ifPresent(message -> answer.put("message", message));
        answer.put("href", href(run));
        return answer;
    }

    /** With what it saw and measured. */
    static Map<String, Object> whole(TrainingRun run, Optional<Phase> phase, StoredJson json) {
        Map<String, Object> answer = of(run, phase);
        run.snapshotHash().ifPresent(hash -> answer.put("snapshot_hash", hash));
        run.settingsHash().ifPresent(hash -> answer.put("settings_hash", hash));
        run.codeVersion().ifPresent(version -> answer.put("code_version", version));
        run.detailJson().ifPresent(detail -> {
            Map<String, Object> metrics = new LinkedHashMap<>(json.read(detail));
            answer.put("gate", metrics.getOrDefault("gate", Map.of()));
            metrics.remove("gate");
            answer.put("metrics", metrics);
        });
        return answer;
    }

    static String href(TrainingRun run) {
        return "/runs/" + run.id();
    }
}
