package dev.millrace.runtime;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is wrong with a request whose line or headers the server cannot read. */
final class UnreadableHead {
    private UnreadableHead() {}

    static Optional<Problem> of(HttpRequest<?> request) {
        return request instanceof NettyHttpRequest<?> netty
                        && netty.getNativeRequest().decoderResult().isFailure()
                ? Optional.of(problem(netty.getNativeRequest().decoderResult().cause()))
                : Optional.empty();
    }

    private static Problem problem(@Nullable Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException line ->
                Problem.of(414, "uri-too-long", "the request's first line is too long: expected at most 4096 bytes");
            case TooLongHttpHeaderException header ->
                Problem.of(431, "headers-too-long", "the headers are too long: expected at most 8192 bytes together");
            case null -> Problem.of(400, "bad-request", "the request is no valid HTTP");
            default -> Problem.of(400, "bad-request", "the request is no valid HTTP: " + shown(cause.getMessage()));
        };
    }

    private static String shown(@Nullable String message) {
        String text = String.valueOf(message).replaceAll("[^\\x20-\\x7e]", "?");
        return text.length() <= 120 ? text : text.substring(0, 120) + "…";
    }
}
