package dev.millrace.predict;

import dev.millrace.runtime.ErrorForm;
import jakarta.inject.Singleton;

/** Errors as the clients of the Open Inference Protocol read them: {@code {"error": "…"}}, and 400 for what is unsound. */
@Singleton
final class ProtocolErrors implements ErrorForm {
    @Override
    public boolean covers(String path) {
        return path.equals("/v2") || path.startsWith("/v2/") || path.startsWith("/v1/");
    }

    @Override
    public int status(int status) {
        return status == 422 ? 400 : status;
    }

    /** Without a charset: the KServe client compares the whole value. */
    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public byte[] body(int status, String code, String detail) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            out.writeStringField("error", detail);
            out.writeEndObject();
        });
    }
}
