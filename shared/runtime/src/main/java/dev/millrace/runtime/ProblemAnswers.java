package dev.millrace.runtime;

import dev.millrace.document.InvalidInput;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one place where an error becomes an answer: RFC 9457 problem+json, or the form that a path asks for. Counts
 * {@code millrace_errors_total{code}}. Micronaut calls it for the errors it finds itself, {@link FailureHandler} for ours.
 */
@Singleton
final class ProblemAnswers implements ErrorResponseProcessor<byte[]> {
    private final List<ErrorForm> forms;
    private final MeterRegistry registry;

    ProblemAnswers(List<ErrorForm> forms, MeterRegistry registry) {
        this.forms = List.copyOf(forms);
        this.registry = registry;
    }

    @Override
    public MutableHttpResponse<byte[]> processResponse(ErrorContext context, MutableHttpResponse<?> base) {
        Throwable cause = context.getRootCause().orElse(null);
        Problem problem = switch (cause) {
            case Problem given -> given;
            case InvalidInput invalid -> of(invalid);
            case null -> HttpProblems.of(context, base);
            default -> HttpProblems.of(context, base);
        };
        return answer(context.getRequest(), problem, base);
    }

    private MutableHttpResponse<byte[]> answer(HttpRequest<?> request, Problem problem, MutableHttpResponse<?> base) {
        registry.counter("millrace_errors", "code", problem.code()).increment();
        Optional<ErrorForm> form =
                forms.stream().filter(one -> one.covers(request.getPath())).findFirst();
        int status = form.map(one -> one.status(problem.status())).orElse(problem.status());
        RequestMetrics.status(request, status);
        MutableHttpResponse<byte[]> response = base.status(status).body(null);
        // No filter sees what goes wrong before a route is found.
        response.getHeaders().set(Traces.HEADER, Traces.of(request).toString());
        problem.retryAfterSeconds().ifPresent(seconds -> response.header(HttpHeaders.RETRY_AFTER, seconds.toString()));
        if (request.getMethod() == HttpMethod.HEAD) {
            return response;
        }
        if (form.isPresent()) {
            response.getHeaders().set(HttpHeaders.CONTENT_TYPE, form.get().contentType());
            return response.body(form.get().body(status, problem.code(), problem.detail()));
        }
        response.getHeaders().set(HttpHeaders.CONTENT_TYPE, "application/problem+json");
        return response.body(Json.bytes(members(request, problem)));
    }

    private static Map<String, Object> members(HttpRequest<?> request, Problem problem) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "urn:millrace:problem:" + problem.code());
        members.put("title", HttpProblems.title(problem.status()));
        members.put("status", problem.status());
        members.put("detail", problem.detail());
        members.put("code", problem.code());
        members.putAll(problem.members());
        members.put("instance", request.getPath());
        members.put("trace_id", Traces.of(request).traceId());
        return members;
    }

    private static Problem of(InvalidInput invalid) {
        int status = invalid.code().equals("malformed") ? 400 : 422;
        Problem problem = Problem.of(status, invalid.code(), invalid.sentence());
        invalid.field().ifPresent(problem::field);
        return problem;
    }
}
