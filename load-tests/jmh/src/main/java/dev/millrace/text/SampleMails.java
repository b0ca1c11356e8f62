package dev.millrace.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.document.Content;
import dev.millrace.document.Document;
import dev.millrace.document.DocumentCodec;
import dev.millrace.document.DocumentId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** The mails of samples/: what people write, not what a benchmark would make up. */
public final class SampleMails {
    private SampleMails() {}

    public static List<Document> all() {
        try (InputStream gzip =
                        Objects.requireNonNull(SampleMails.class.getResourceAsStream("/spam.jsonl.gz"), "samples");
                BufferedReader lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(gzip), UTF_8))) {
            return lines.lines().map(SampleMails::document).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first words of mails that have as many, clean, one space between words. */
    public static List<String> ofWords(int words, int mails) {
        TextCleaner cleaner = new TextCleaner(1 << 20);
        return all().stream()
                .map(mail -> cleaner.clean(text(mail)))
                .map(text -> Arrays.asList(text.split("\\s+")))
                .filter(text -> text.size() >= words)
                .map(text -> String.join(" ", text.subList(0, words)))
                .limit(mails)
                .toList();
    }

    public static String text(Document mail) {
        return mail.content() instanceof Content.Text text ? text.value() : "";
    }

    private static Document document(String line) {
        return DocumentCodec.readRequest(line.getBytes(UTF_8), () -> new DocumentId("none"));
    }
}
