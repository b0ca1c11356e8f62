package dev.millrace.store;

import dev.millrace.document.ModelName;
import java.util.Map;

/** What became of a batch. */
public sealed interface Commit {

    /**
     * Rows and mark are written. The counts are of rows: a duplicate redrive came as a document and is a dead letter.
     *
     * @param duplicates of the documents, by model: those whose id, content and label a revision before them had already
     */
    record Done(int documents, int deadLetters, Map<ModelName, Integer> duplicates) implements Commit {
        public Done {
            duplicates = Map.copyOf(duplicates);
        }
    }

    /** Nothing is written: another consumer moved the mark. Seek to {@code actual}, if the partition is still ours. */
    record MarkMoved(long actual) implements Commit {}

    /** Nothing is written: the generation is over, or never had that partition. Read the newest generation. */
    record GenerationOver() implements Commit {}
}
