package dev.millrace.runtime;

import dev.millrace.document.InvalidInput;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whatever a route throws that Micronaut has no handler of its own for. What nobody expected is logged, and answered as 500. */
@Singleton
final class FailureHandler implements ExceptionHandler<Throwable, HttpResponse<?>>, FailureAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);

    private final ProblemAnswers answers;
    private final List<ExpectedFailure> expected;

    FailureHandler(ProblemAnswers answers, List<ExpectedFailure> expected) {
        this.answers = answers;
        this.expected = List.copyOf(expected);
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public HttpResponse<?> handle(HttpRequest request, Throwable thrown) {
        return of((HttpRequest<?>) request, thrown);
    }

    @Override
    public HttpResponse<byte[]> of(HttpRequest<?> request, Throwable thrown) {
        Throwable failure = expected.stream()
                .flatMap(known -> known.problem(thrown).stream())
                .<Throwable>map(problem -> problem)
                .findFirst()
                .orElse(thrown);
        switch (failure) {
            // By its code alone: the sentence, which is the sender's, may quote what was sent.
            case Problem problem -> debug(request, problem.code());
            case InvalidInput invalid -> debug(request, invalid.code());
            case Throwable gone when isGone(gone) -> debug(request, "the client went away");
            default -> LOG.error("{} {} failed", request.getMethodName(), RequestMetrics.endpoint(request), failure);
        }
        return answers.processResponse(
                ErrorContext.builder(request).cause(failure).build(), HttpResponse.serverError());
    }

    private static void debug(HttpRequest<?> request, String what) {
        LOG.debug("{} {}: {}", request.getMethodName(), RequestMetrics.endpoint(request), what);
    }

    private static boolean isGone(Throwable failure) {
        return failure instanceof ClosedChannelException
                || (failure instanceof IOException
                        && String.valueOf(failure.getMessage()).matches("(?i).*(connection|broken pipe).*"));
    }
}
