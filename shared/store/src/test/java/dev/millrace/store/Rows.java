package dev.millrace.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.document.Content;
import dev.millrace.document.ContentHash;
import dev.millrace.document.Document;
import dev.millrace.document.DocumentCodec;
import dev.millrace.document.DocumentId;
import dev.millrace.document.ModelName;
import dev.millrace.document.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Rows for tests, and a consumer of one partition that commits them at its mark. */
final class Rows {
    static final ModelName SPAM = new ModelName("spam");
    static final Instant ACCEPTED = Instant.parse("2026-03-01T12:00:00Z");
    static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private Rows() {}

    /** Begins generation 1 with {@code partitions} partitions from offset 0. */
    static void begin(Database clean, int partitions) {
        Map<Integer, Long> first = new TreeMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            first.put(partition, 0L);
        }
        Topics topics = new Topics(clean);
        int newest = topics.newest().map(TopicGeneration::generation).orElse(0);
        topics.begin(newest, "topic-" + (newest + 1), partitions, first, "test");
    }

    static StoredDocument text(Place place, String id, String text, Optional<String> label) {
        return document(
                place,
                Optional.empty(),
                new Document(new DocumentId(id), SPAM, new Content.Text(text), label, Optional.empty()));
    }

    static StoredDocument labelling(Place place, String id, String label) {
        return document(
                place,
                Optional.empty(),
                new Document(new DocumentId(id), SPAM, new Content.None(), Optional.of(label), Optional.empty()));
    }

    static StoredDocument document(Place place, Optional<Place> redriveOf, Document document) {
        boolean hasContent = !(document.content() instanceof Content.None);
        return new StoredDocument(
                place,
                redriveOf,
                document.id(),
                document.model(),
                DocumentCodec.writeWire(document),
                document.content() instanceof Content.Text text ? Optional.of(text.value()) : Optional.empty(),
                1,
                hasContent ? Optional.of(ContentHash.of(document.content())) : Optional.empty(),
                document.label(),
                document.source(),
                Optional.of(TRACE),
                ACCEPTED);
    }

    static StoredDocument redriven(StoredDocument document, Place first) {
        return new StoredDocument(
                document.place(),
                Optional.of(first),
                document.id(),
                document.model(),
                document.received(),
                document.cleanedText(),
                document.cleanerVersion(),
                document.contentHash(),
                document.label(),
                document.source(),
                document.traceId(),
                document.acceptedAt());
    }

    static DeadLetter dead(Place place, String reason) {
        return new DeadLetter(
                place,
                Optional.empty(),
                reason,
                "the text is too long",
                Optional.of("spam/a".getBytes(UTF_8)),
                Optional.of("{\"schema\":1}".getBytes(UTF_8)),
                Optional.of(TRACE),
                ACCEPTED);
    }

    static Batch batch(long expected, Object... rows) {
        List<StoredDocument> documents = new ArrayList<>();
        List<DeadLetter> letters = new ArrayList<>();
        Optional<Place> place = Optional.empty();
        for (Object row : rows) {
            switch (row) {
                case StoredDocument document -> {
                    documents.add(document);
                    place = Optional.of(document.place());
                }
                case DeadLetter letter -> {
                    letters.add(letter);
                    place = Optional.of(letter.place());
                }
                default -> throw new IllegalArgumentException("no row: " + row);
            }
        }
        Place any = place.orElseThrow();
        return new Batch(
                any.generation(),
                any.partition(),
                expected,
                expected + rows.length,
                documents,
                letters,
                Optional.empty());
    }
}
