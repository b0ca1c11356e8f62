package dev.millrace.runtime;

import io.micronaut.context.ApplicationContext;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The body of a main method that does one job and ends: a function's beans without its server. */
public final class FunctionJob {
    private FunctionJob() {}

    /**
     * Does the job, closes the beans and exits with the job's code; a wrong setting, or any other exception, is one line on
     * standard error and exit code 1.
     *
     * @param properties as for {@link FunctionMain#start}
     * @param job gets the beans; each is made when the job asks for it
     */
    public static void run(String function, Map<String, Object> properties, ToIntFunction<ApplicationContext> job) {
        System.exit(exitCode(function, properties, job));
    }

    private static int exitCode(
            String function, Map<String, Object> properties, ToIntFunction<ApplicationContext> job) {
        try (ApplicationContext beans = FunctionMain.beans(List.of(function), properties)) {
            return job.applyAsInt(beans);
        } catch (RuntimeException e) {
            return FunctionMain.report(function, e);
        }
    }
}
