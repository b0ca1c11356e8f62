package dev.millrace.store;

import dev.millrace.document.Content;
import dev.millrace.document.ContentHash;
import dev.millrace.document.DocumentId;
import dev.millrace.document.ModelName;
import dev.millrace.document.Place;
import java.util.List;
import java.util.Optional;

/**
 * The labelled documents of a model below a set of marks. Equal marks give equal rows and an equal hash, at any time.
 *
 * @param marks of all generations, in their order
 * @param rows in the order of their ids
 * @param hash SHA-256 over id, label and received content of the rows, 64 hex digits
 */
public record Snapshot(ModelName model, List<Mark> marks, List<Row> rows, String hash) {
    public Snapshot {
        marks = List.copyOf(marks);
        rows = List.copyOf(rows);
    }

    /**
     * One document: its newest content, its newest label.
     *
     * @param place of the revision that brought the content
     * @param cleanedText as cleaned by {@code cleanerVersion}; none for features
     */
    public record Row(
            DocumentId id,
            Place place,
            Content received,
            Optional<String> cleanedText,
            int cleanerVersion,
            ContentHash hash,
            String label) {}
}
