package dev.millrace.predict;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * Keeps all answers of the protocol but those of inference from being compressed: tritonclient's asyncio client lets its
 * library ask for compression, and reads only answers of inference that are compressed.
 */
@ServerFilter("/v2/**")
final class PlainAnswers {
    private static final String IDENTITY = "identity";

    @ResponseFilter
    void plain(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (!request.getPath().endsWith("/infer")) {
            response.header(HttpHeaders.CONTENT_ENCODING, IDENTITY);
        }
    }
}
