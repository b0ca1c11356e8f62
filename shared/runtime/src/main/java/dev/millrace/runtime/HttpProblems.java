package dev.millrace.runtime;

import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.core.reflect.ReflectionUtils;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.web.router.exceptions.DuplicateRouteException;
import io.micronaut.web.router.exceptions.UnsatisfiedBodyRouteException;
import io.micronaut.web.router.exceptions.UnsatisfiedRouteException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The problems that Micronaut finds before, or instead of, calling a route. */
final class HttpProblems {
    private HttpProblems() {}

    static Problem of(ErrorContext context, HttpResponse<?> base) {
        return UnreadableHead.of(context.getRequest()).orElseGet(() -> byStatus(context, base));
    }

    private static Problem byStatus(ErrorContext context, HttpResponse<?> base) {
        HttpRequest<?> request = context.getRequest();
        Throwable cause = context.getRootCause().orElse(null);
        return switch (base.code()) {
            case 400 -> badRequest(context, cause);
            case 404 ->
                Problem.of(404, "not-found", "there is nothing at " + request.getPath() + ": /docs shows the routes");
            case 405 ->
                Problem.of(
                        405,
                        "method-not-allowed",
                        request.getMethodName() + " is not for " + request.getPath() + ": expected "
                                + String.join(", ", base.getHeaders().getAll("Allow"))
                                        .replaceAll(", *", " or "));
            case 406 -> Problem.of(406, "not-acceptable", message(context, "no form of the answer is acceptable"));
            case 413 -> Problem.of(413, "body-too-large", "the request is too large: send less at a time");
            case 415 ->
                Problem.of(
                        415,
                        "unsupported-media-type",
                        "Content-Type "
                                + request.getContentType()
                                        .map(MediaType::getName)
                                        .orElse("(none)") + " is not for " + request.getPath()
                                + ": /docs shows the ones that are");
            case 500 ->
                Problem.of(500, "internal", "the request failed here, not with you: the log has more by the trace id");
            default -> Problem.of(base.code(), code(base.code()), message(context, title(base.code())));
        };
    }

    /** The reason phrase of a status. */
    static String title(int status) {
        try {
            return HttpStatus.valueOf(status).getReason();
        } catch (IllegalArgumentException e) {
            return "Status " + status;
        }
    }

    private static Problem badRequest(ErrorContext context, @Nullable Throwable cause) {
        return switch (cause) {
            case ConversionErrorException conversion -> field(conversion.getArgument(), "has the wrong form");
            case UnsatisfiedBodyRouteException none ->
                Problem.of(400, "malformed", "the body is empty: /docs shows what is expected");
            case UnsatisfiedRouteException missing -> field(missing.getArgument(), "is missing");
            case DuplicateRouteException several ->
                Problem.of(
                        415,
                        "unsupported-media-type",
                        "Content-Type is missing, and " + several.getUri() + " takes several: /docs shows which");
            case null -> Problem.of(400, "bad-request", "the request cannot be read");
            default -> Problem.of(400, "bad-request", message(context, "the request cannot be read"));
        };
    }

    private static Problem field(Argument<?> argument, String what) {
        String name = argument.getAnnotationMetadata()
                .stringValue("io.micronaut.core.bind.annotation.Bindable")
                .orElse(argument.getName());
        Class<?> type = argument.getFirstTypeVariable().orElse(argument).getType();
        String expected =
                Number.class.isAssignableFrom(ReflectionUtils.getWrapperType(type)) ? "a whole number" : "a value";
        return Problem.of(400, "invalid-parameter", name + " " + what + ": expected " + expected)
                .field(name);
    }

    private static String message(ErrorContext context, String otherwise) {
        return context.getErrors().stream()
                .map(error -> error.getMessage())
                .findFirst()
                .orElse(otherwise);
    }

    private static String code(int status) {
        return title(status).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
