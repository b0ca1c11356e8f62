package dev.millrace.runtime;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a process could not start, as one line. */
public final class Failure {
    private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

    private Failure() {}

    /** What went wrong, as one line for a person. What is not expected goes to the log as a whole, too. */
    public static String line(Throwable failure) {
        return cause(failure, InvalidSetting.class).map(InvalidSetting::line).orElseGet(() -> {
            LOG.error("could not start", failure);
            return "could not start: " + String.valueOf(failure.getMessage()).replaceAll("\\s+", " ");
        });
    }

    static <T> Optional<T> cause(Throwable failure, Class<T> type) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
        }
        return Optional.empty();
    }
}
