package dev.millrace.document;

/** The id of a document, unique within its model: 1 to 128 characters, none of them a control character. */
public record DocumentId(String value) implements Comparable<DocumentId> {
    static final int LIMIT = 128;

    public DocumentId {
        Strings.require("id", value, LIMIT);
    }

    @Override
    public int compareTo(DocumentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
