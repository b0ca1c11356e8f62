package dev.millrace.runtime;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;

/**
 * The answer to a failure, for a route that makes it itself. What a route throws gets the same, but Micronaut looks for
 * its handler among all beans each time, which costs more than most answers: too much where refusals come in a flood.
 */
public interface FailureAnswers {
    HttpResponse<byte[]> of(HttpRequest<?> request, Throwable failure);
}
