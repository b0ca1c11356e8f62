package dev.millrace.store;

import dev.millrace.document.ModelName;
import java.util.Optional;

/** The version was judged against a champion that is one no longer: nothing was written, judge it again. */
public final class ChampionMovedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ChampionMovedException(ModelName model, Optional<Integer> judgedAgainst, Optional<Integer> now) {
        super("the champion of model '" + model + "' is " + name(now) + ", judged was against " + name(judgedAgainst));
    }

    private static String name(Optional<Integer> version) {
        return version.map(number -> "version " + number).orElse("none");
    }
}
