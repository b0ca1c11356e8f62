package dev.millrace.classifier;

import dev.millrace.document.Content;
import dev.millrace.document.ContentHash;
import dev.millrace.document.DocumentId;

/**
 * A labelled document to learn from or to be judged by.
 *
 * @param content a text already cleaned, or features
 * @param hash of the content as received: it decides the side of the split and the fold
 */
public record Example(DocumentId id, Content content, String label, ContentHash hash) {
    public Example {
        if (content instanceof Content.None) {
            throw new IllegalArgumentException("document " + id + " has no content to learn from");
        }
    }
}
