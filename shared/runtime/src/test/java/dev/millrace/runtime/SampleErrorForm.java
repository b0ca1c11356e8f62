package dev.millrace.runtime;

import jakarta.inject.Singleton;
import java.util.Map;

/** The errors of a protocol with a form of its own. */
@Singleton
class SampleErrorForm implements ErrorForm {
    @Override
    public boolean covers(String path) {
        return path.startsWith("/v9/");
    }

    @Override
    public int status(int status) {
        return status;
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public byte[] body(int status, String code, String detail) {
        return Json.bytes(Map.of("error", detail));
    }
}
