package dev.millrace.predict;

import dev.millrace.runtime.LivenessCheck;
import java.util.Optional;

/** A replica whose reloading thread died would answer with an old version for ever. */
final class ReloadLiveness implements LivenessCheck {
    private final ReloadLoop loop;

    ReloadLiveness(ReloadLoop loop) {
        this.loop = loop;
    }

    @Override
    public String name() {
        return "model-reload";
    }

    @Override
    public Optional<String> dead() {
        return loop.alive() ? Optional.empty() : Optional.of("the thread that follows the registry has died");
    }
}
