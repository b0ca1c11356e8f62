package dev.millrace.standalone;

import java.net.URI;
import java.nio.file.Path;

/** What a user sees once everything runs. */
final class Banner {
    private Banner() {}

    static String of(URI address, Path data) {
        String base = address.toString().replaceAll("/$", "");
        return """

                Millrace is up at %1$s

                  pages    %1$s/docs   every call, to try in the browser
                           %1$s/models   the model versions that are served
                           %1$s/metrics  for Prometheus
                  data     %2$s

                Try:
                  curl %1$s/predict -H 'Content-Type: application/json' -d '{"text": "Win a free prize now, click here"}'
                  curl %1$s/ingest -H 'Content-Type: application/json' -d '{"id": "my-1", "model": "spam", "text": "The build fails since yesterday", "label": "ham"}'
                  curl %1$s/train -H 'Content-Type: application/json' -d '{"model": "spam"}'

                Ctrl-C stops it; the next start finds everything again.
                """.formatted(base, data);
    }
}
