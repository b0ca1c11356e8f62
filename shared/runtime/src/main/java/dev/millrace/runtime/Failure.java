package dev.millrace.runtime;

import java.net.BindException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a function could not start, as one line. */
public final class Failure {
    private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

    private Failure() {}

    /** Prints the line; gives the exit code. */
    static int report(String function, Throwable failure) {
        System.err.println(function + ": " + line(failure));
        return 1;
    }

    /** What went wrong, as one line for a person. */
    public static String line(Throwable failure) {
        return cause(failure, InvalidSetting.class)
                .map(InvalidSetting::line)
                .or(() -> cause(failure, BindException.class).map(taken -> "the port is taken: " + taken.getMessage()))
                .orElseGet(() -> {
                    LOG.error("could not start", failure);
                    return "could not start: " + failure.getMessage();
                });
    }

    private static <T> Optional<T> cause(Throwable failure, Class<T> type) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
        }
        return Optional.empty();
    }
}
