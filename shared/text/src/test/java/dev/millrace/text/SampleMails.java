package dev.millrace.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.document.Content;
import dev.millrace.document.DocumentCodec;
import dev.millrace.document.DocumentId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** The texts of samples/, as received. */
final class SampleMails {
    private SampleMails() {}

    static List<String> texts() {
        try (InputStream file =
                        Objects.requireNonNull(SampleMails.class.getResourceAsStream("/spam.jsonl.gz"), "mails");
                GZIPInputStream unpacked = new GZIPInputStream(file)) {
            return new String(unpacked.readAllBytes(), UTF_8)
                    .lines()
                    .map(SampleMails::text)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String line) {
        return DocumentCodec.readRequest(line.getBytes(UTF_8), () -> new DocumentId("none"))
                                .content()
                        instanceof Content.Text text
                ? text.value()
                : "";
    }
}
