package dev.millrace.train;

import dev.millrace.store.RunLock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The phases of the runs that this process carries out, and whether they may go on. */
final class RunWatch {
    private final Map<UUID, Phase> phases = new ConcurrentHashMap<>();
    private final Workshop workshop;

    RunWatch(Workshop workshop) {
        this.workshop = workshop;
    }

    /** The phase of a run; none when it is over, or another process carries it out. */
    Optional<Phase> phase(UUID run) {
        return Optional.ofNullable(phases.get(run));
    }

    void begin(UUID run) {
        phases.put(run, Phase.QUEUED);
    }

    void end(UUID run) {
        phases.remove(run);
    }

    /** Stops a run between two phases when its lock was lost or the process stops. */
    Progress progress(UUID run, RunLock.Held held) {
        return phase -> {
            if (workshop.closing()) {
                throw new RunStoppedException("the process was stopped during the run");
            }
            if (!held.stillHeld()) {
                throw new RunStoppedException("the connection that held the model's lock broke during the run");
            }
            phases.put(run, phase);
        };
    }
}
