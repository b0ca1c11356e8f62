package dev.millrace.runtime;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;

/** {@code /docs}: Swagger UI from its jar, with nothing from outside; {@code /openapi.yml}: what it shows. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class DocsController {
    private static final String UI = "/META-INF/resources/webjars/swagger-ui/";
    /** Swagger UI sets styles and shows images of its own; all else is ours. */
    private static final String POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'";

    private static final Map<String, String> TYPES = Map.of(
            "swagger-ui.css", "text/css; charset=utf-8",
            "swagger-ui-bundle.js", "text/javascript; charset=utf-8",
            "favicon-32x32.png", "image/png",
            "docs.js", "text/javascript; charset=utf-8");

    private final Configuration configuration;

    DocsController(Configuration configuration) {
        this.configuration = configuration;
    }

    @Get("/openapi.yml")
    @Produces(MediaType.ALL)
    HttpResponse<String> specification() {
        // Merged when it is asked for: people seldom do, and a start would pay for it each time.
        return HttpResponse.ok(OpenApi.of(configuration.functions()).yaml())
                .header("Content-Type", "application/yaml; charset=utf-8");
    }

    @Get("/docs")
    @Produces(MediaType.ALL)
    HttpResponse<byte[]> page() throws IOException {
        return HttpResponse.ok(resource("/millrace-docs/index.html"))
                .header("Content-Type", "text/html; charset=utf-8")
                .header("Content-Security-Policy", POLICY);
    }

    @Get("/docs/assets/{name}")
    @Produces(MediaType.ALL)
    HttpResponse<byte[]> asset(String name) throws IOException {
        String type = TYPES.get(name);
        if (type == null) {
            throw Problem.of(404, "not-found", "there is nothing at /docs/assets/" + name + ": /docs is the page");
        }
        String file = name.equals("docs.js") ? "/millrace-docs/docs.js" : UI + version() + "/" + name;
        return HttpResponse.ok(resource(file))
                .header("Content-Type", type)
                .header("Cache-Control", "public, max-age=3600");
    }

    private static String version() throws IOException {
        try (InputStream in = open("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        }
    }

    private static InputStream open(String name) throws IOException {
        InputStream in = DocsController.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException(name + " is not on the class path");
        }
        return in;
    }
}
